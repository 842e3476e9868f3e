# The two libraries and the archives they and the tests are made of.
#   kiln       libkiln.so: base raptorq ir autograd passes reference runtime frontend
#   kiln_core  the same code as an archive, inner symbols reachable: what the tests link
#   kiln-jit   libkiln-jit.so: src/jit with LLVM 19 inside, opened by libkiln.so when a kernel is needed
find_package(Threads REQUIRED)
find_library(KILN_XXHASH xxhash REQUIRED)
find_library(KILN_JANSSON jansson REQUIRED)
find_package(ZLIB REQUIRED)

set(kiln_folders base raptorq ir autograd passes reference runtime frontend)
set(kiln_deps ${KILN_XXHASH} ${KILN_JANSSON} ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS} m)

function(kiln_objects name)
  add_library(${name} OBJECT ${ARGN})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
endfunction()

set(kiln_all)
set(kiln_under_jit)
foreach(folder IN LISTS kiln_folders)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.c)
  if(NOT sources)
    continue()
  endif()
  kiln_objects(kiln_${folder} ${sources})
  list(APPEND kiln_all $<TARGET_OBJECTS:kiln_${folder}>)
  if(folder MATCHES "^(base|ir|passes)$")
    list(APPEND kiln_under_jit $<TARGET_OBJECTS:kiln_${folder}>)
  endif()
endforeach()

add_library(kiln SHARED ${kiln_all})
add_library(Kiln::kiln ALIAS kiln)
target_include_directories(kiln INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(kiln PRIVATE ${kiln_deps})
# nodelete: worker threads run its code until the process ends, even after a dlclose.
target_link_options(kiln PRIVATE -Wl,-z,nodelete -Wl,--no-undefined -Wl,--gc-sections -Wl,-Bsymbolic
  -Wl,--version-script=${PROJECT_SOURCE_DIR}/src/libkiln.map)
set_target_properties(kiln PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
  LINKER_LANGUAGE C LINK_DEPENDS ${PROJECT_SOURCE_DIR}/src/libkiln.map)

include(cmake/llvm.cmake)

# Test programs are not libkiln.so, so "beside itself" is the wrong place to look for the plug-in:
# their copy of the runtime knows the path of the one just built.
set(kiln_core_objects ${kiln_all})
if(KILN_HAVE_JIT AND TARGET kiln_runtime)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/runtime/*.c)
  kiln_objects(kiln_runtime_test ${sources})
  target_compile_definitions(kiln_runtime_test PRIVATE KILN_JIT_PATH="$<TARGET_FILE:kiln-jit>" KILN_PLANT)
  list(REMOVE_ITEM kiln_core_objects $<TARGET_OBJECTS:kiln_runtime>)
  list(APPEND kiln_core_objects $<TARGET_OBJECTS:kiln_runtime_test>)
endif()
add_library(kiln_core STATIC EXCLUDE_FROM_ALL ${kiln_core_objects})
target_include_directories(kiln_core PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(kiln_core PUBLIC ${kiln_deps})
set_target_properties(kiln_core PROPERTIES LINKER_LANGUAGE C)
