# The plug-in: src/jit linked with LLVM 19's static archives, everything but kiln_jit_* hidden.
# Sets KILN_HAVE_JIT. Without LLVM the rest is built all the same and runs on reference kernels.
set(KILN_HAVE_JIT FALSE)
file(GLOB jit_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/jit/*.c)

set(why_not "")
find_program(KILN_LLVM_CONFIG NAMES llvm-config-19 llvm-config)
if(KILN_JIT STREQUAL "OFF")
  set(why_not "KILN_JIT is OFF")
elseif(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  set(why_not "it emits x86-64 code and this machine is ${CMAKE_SYSTEM_PROCESSOR}")
elseif(NOT KILN_LLVM_CONFIG)
  set(why_not "llvm-config-19 is not here (Debian: llvm-19-dev)")
else()
  execute_process(COMMAND ${KILN_LLVM_CONFIG} --version OUTPUT_VARIABLE llvm_version
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  find_library(KILN_ZSTD zstd)
  find_library(KILN_ZLIB z)
  if(NOT llvm_version MATCHES "^19\\.")
    set(why_not "${KILN_LLVM_CONFIG} is LLVM ${llvm_version}, not 19")
  elseif(NOT KILN_ZSTD OR NOT KILN_ZLIB)
    set(why_not "LLVM's archives need libzstd and zlib (Debian: libzstd-dev zlib1g-dev)")
  endif()
endif()
if(why_not)
  if(KILN_JIT STREQUAL "ON")
    message(FATAL_ERROR "KILN_JIT is ON, but libkiln-jit.so cannot be built: ${why_not}")
  endif()
  message(STATUS "libkiln-jit.so is not built: ${why_not}. Kiln will run on reference kernels.")
  return()
endif()
if(NOT jit_sources)
  return()
endif()

# --system-libs also names z3 and libxml2; nothing that is linked here uses them.
function(llvm_config out)
  execute_process(COMMAND ${KILN_LLVM_CONFIG} --link-static ${ARGN} OUTPUT_VARIABLE text
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(text UNIX_COMMAND "${text}")
  set(${out} ${text} PARENT_SCOPE)
endfunction()
llvm_config(llvm_include --includedir)
llvm_config(llvm_libs --libfiles x86codegen x86desc x86info orcjit core analysis)

enable_language(CXX) # the C++ driver links; there is no C++ source
kiln_objects(kiln_jit_objects ${jit_sources})
target_include_directories(kiln_jit_objects SYSTEM PRIVATE ${llvm_include})

# What src/jit may call of ours: the folders under it. The archive gives each plug-in its own copy.
add_library(kiln_under_jit STATIC EXCLUDE_FROM_ALL ${kiln_under_jit})
set_target_properties(kiln_under_jit PROPERTIES LINKER_LANGUAGE C)

# The state of a thread inside LLVM is the plug-in's thread-local storage with a descriptor: the loader then gives the whole of it a place
# at once, where it can, and no thread's first use of it has to allocate, which the C library cannot refuse but by ending the process.
check_c_compiler_flag(-mtls-dialect=gnu2 KILN_HAVE_TLS_DESCRIPTORS)
if(KILN_HAVE_TLS_DESCRIPTORS)
  set_source_files_properties(${PROJECT_SOURCE_DIR}/src/jit/guard.c PROPERTIES COMPILE_OPTIONS -mtls-dialect=gnu2)
endif()

add_library(kiln_llvm INTERFACE)
target_link_libraries(kiln_llvm INTERFACE -Wl,--start-group ${llvm_libs} -Wl,--end-group
  ${KILN_ZSTD} ${KILN_ZLIB} ${CMAKE_DL_LIBS} m Threads::Threads)
target_link_options(kiln_llvm INTERFACE -static-libstdc++ -static-libgcc)
# LLVM's allocations, and the C++ library's, go through src/jit/memory.c.
foreach(call malloc calloc realloc free aligned_alloc posix_memalign strdup mmap mprotect)
  target_link_options(kiln_llvm INTERFACE -Wl,--wrap=${call})
endforeach()

add_library(kiln-jit MODULE $<TARGET_OBJECTS:kiln_jit_objects>)
target_link_libraries(kiln-jit PRIVATE kiln_under_jit ${KILN_XXHASH} ${KILN_JANSSON} kiln_llvm)
target_link_options(kiln-jit PRIVATE -Wl,--no-undefined -Wl,-Bsymbolic -Wl,--exclude-libs,ALL
  -Wl,--gc-sections -Wl,-z,pack-relative-relocs -Wl,--version-script=${PROJECT_SOURCE_DIR}/src/libkiln-jit.map
  $<$<CONFIG:Release>:-Wl,-s>)
set_target_properties(kiln-jit PROPERTIES LINKER_LANGUAGE CXX
  LINK_DEPENDS ${PROJECT_SOURCE_DIR}/src/libkiln-jit.map)

# For tests/jit, which call functions inside the plug-in.
add_library(kiln_jit_core STATIC EXCLUDE_FROM_ALL $<TARGET_OBJECTS:kiln_jit_objects>)
target_include_directories(kiln_jit_core SYSTEM PUBLIC ${llvm_include})
target_link_libraries(kiln_jit_core PUBLIC kiln_core kiln_llvm)
set_target_properties(kiln_jit_core PROPERTIES LINKER_LANGUAGE CXX)

set(KILN_HAVE_JIT TRUE)
message(STATUS "libkiln-jit.so: LLVM ${llvm_version}")
