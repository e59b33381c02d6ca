# negatoscope_room(<name> SOURCES … [DEPENDS rooms…] [LIBRARIES …] [PRIVATE_LIBRARIES …])
# One static library per room of core/. DEPENDS is the room's arrow in the house plan: a room that
# is not listed cannot be linked, and the layering test checks the includes.
function(negatoscope_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(negatoscope_${name} STATIC ${ROOM_SOURCES})
  # Torch first: its BLAS must win over the one that OpenCV drags in.
  target_link_libraries(negatoscope_${name} PRIVATE ${ROOM_PRIVATE_LIBRARIES})
  target_link_libraries(negatoscope_${name} PUBLIC negatoscope_options ${ROOM_LIBRARIES})
  foreach(room IN LISTS ROOM_DEPENDS)
    target_link_libraries(negatoscope_${name} PUBLIC negatoscope_${room})
  endforeach()
endfunction()

# Every test that this build knows, and nothing that only programs need.
add_custom_target(negatoscope-tests)

# negatoscope_test(<name> SOURCES … LIBRARIES … [LABELS …] [TIMEOUT s] [GUI])
# One Qt Test executable. Tests see ../shared through NEGATOSCOPE_SHARED_DIR and skip what is absent.
# Without NEGATOSCOPE_SLOW_TESTS those labelled slow are neither built nor known to CTest.
function(negatoscope_test name)
  cmake_parse_arguments(TEST "GUI" "TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 60)
  endif()
  if(NOT TEST_LABELS)
    set(TEST_LABELS unit)
  endif()
  if("slow" IN_LIST TEST_LABELS AND NOT NEGATOSCOPE_SLOW_TESTS)
    return()
  endif()
  set(environment "LC_ALL=C.UTF-8;OMP_NUM_THREADS=1;OMP_WAIT_POLICY=passive;QT_QPA_PLATFORM=offscreen")
  if(NEGATOSCOPE_SANITIZER)
    list(APPEND environment
      "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0"
      "UBSAN_OPTIONS=print_stacktrace=1")
  endif()
  add_executable(${name} ${TEST_SOURCES})
  add_dependencies(negatoscope-tests ${name})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE ${TEST_LIBRARIES} negatoscope_test_support Qt6::Test)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${TEST_TIMEOUT}
    LABELS "${TEST_LABELS}"
    ENVIRONMENT "${environment}")
endfunction()
