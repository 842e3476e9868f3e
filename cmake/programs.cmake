# The kiln command, the examples and the accuracy sweep. The command and the examples see what any
# user sees: include/ and libkiln.so.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/kiln/*.c ${PROJECT_SOURCE_DIR}/bench/*.c)
if(sources)
  add_executable(kiln-command ${sources})
  target_include_directories(kiln-command PRIVATE ${PROJECT_SOURCE_DIR}/tools/kiln ${PROJECT_SOURCE_DIR}/bench)
  target_link_libraries(kiln-command PRIVATE kiln ${KILN_JANSSON} Threads::Threads ${CMAKE_DL_LIBS} m)
  file(RELATIVE_PATH to_lib ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(kiln-command PROPERTIES OUTPUT_NAME kiln INSTALL_RPATH "$ORIGIN/${to_lib}")
endif()

# One program a file; NAME_part.c belongs to the program of NAME.c, and the reader of data/digits.csv.gz, which needs zlib, to resume.c and replay.c too.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*.c)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  if(name MATCHES "_")
    continue()
  endif()
  set(parts ${sources})
  list(FILTER parts INCLUDE REGEX "/${name}_[^/]*$")
  if(name MATCHES "^(resume|replay)$")
    list(APPEND parts ${PROJECT_SOURCE_DIR}/examples/digits_data.c)
  endif()
  add_executable(example-${name} ${source} ${parts})
  set_target_properties(example-${name} PROPERTIES OUTPUT_NAME ${name}
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/examples)
  target_link_libraries(example-${name} PRIVATE kiln m $<$<IN_LIST:${name},digits$<SEMICOLON>resume$<SEMICOLON>replay>:ZLIB::ZLIB>)
endforeach()

# Every f32 input of every math function, so built for this very machine; only scripts/sweep asks for it.
if(EXISTS ${PROJECT_SOURCE_DIR}/tools/sweep/sweep.c)
  add_executable(kiln-sweep EXCLUDE_FROM_ALL tools/sweep/sweep.c)
  target_compile_options(kiln-sweep PRIVATE -O3 -march=native)
  target_link_libraries(kiln-sweep PRIVATE kiln_core)
endif()
