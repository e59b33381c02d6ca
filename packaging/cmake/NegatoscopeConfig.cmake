# Compiler settings shared by every target through the interface library negatoscope_options.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# "Dev" is quick to compile, debuggable, and keeps assertions.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

add_library(negatoscope_options INTERFACE)
target_compile_features(negatoscope_options INTERFACE cxx_std_20)
target_include_directories(negatoscope_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(negatoscope_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual $<$<BOOL:${NEGATOSCOPE_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(negatoscope_options INTERFACE
  NEGATOSCOPE_VERSION="${PROJECT_VERSION}")
if(NEGATOSCOPE_SANITIZER)
  # With sanitizers GCC 12 takes parts of std::regex and nlohmann::json for uninitialized.
  target_compile_options(negatoscope_options INTERFACE
    -fsanitize=${NEGATOSCOPE_SANITIZER} -fno-omit-frame-pointer -fno-sanitize-recover=all
    -Wno-error=maybe-uninitialized)
  target_link_options(negatoscope_options INTERFACE -fsanitize=${NEGATOSCOPE_SANITIZER})
endif()
