# SPDX-License-Identifier: GPL-3.0-or-later
# room(NAME [PLAIN] SOURCES ... USES ...): a room of the house as a static library. PLAIN: without
# sanitizers in whatever preset; so are those, then, that use it.
# house_test(ROOM/NAME SOURCES ... USES ... [LABELS ...]): one cmocka test program, run by CTest.

option(HOMETIME_SANITIZE "Build host code with address and undefined-behaviour sanitizers" OFF)
option(HOMETIME_FUZZ "Build host code with libFuzzer's counters too (clang)" OFF)

find_package(PkgConfig REQUIRED)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
# Assertions stay in what is shipped: a programmer's mistake must stop the program, never open a door.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# house_flags: every program of ours. plain_flags: the same without what the preset watches it by.
add_library(plain_flags INTERFACE)
target_compile_options(plain_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wvla -Werror)
target_compile_definitions(plain_flags INTERFACE _GNU_SOURCE HOMETIME_VERSION="${PROJECT_VERSION}")
target_include_directories(plain_flags INTERFACE
  ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/host)
add_library(house_flags INTERFACE)
target_link_libraries(house_flags INTERFACE plain_flags)
# Without the optimiser the sanitizers' preset is built in half the time; what computes most has it.
set(HOUSE_HOT)
if(HOMETIME_SANITIZE)
  set(HOUSE_HOT -O1)
  target_compile_options(house_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(house_flags INTERFACE -fsanitize=address,undefined)
  # The sanitizers' runtime is in every program: a third of the time to link it, where there is lld.
  find_program(LLD ld.lld)
  if(LLD)
    target_link_options(house_flags INTERFACE -fuse-ld=lld)
  endif()
endif()
if(HOMETIME_FUZZ)
  target_compile_options(house_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(house_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(room name)
  cmake_parse_arguments(R "PLAIN" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${R_SOURCES})
  if(R_PLAIN)
    target_link_libraries(${name} PUBLIC plain_flags ${R_USES})
  else()
    target_link_libraries(${name} PUBLIC house_flags ${R_USES})
  endif()
endfunction()

function(house_test name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;USES;LABELS;ARGS" ${ARGN})
  if(NOT TARGET cmocka)
    pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET GLOBAL cmocka)
    add_library(cmocka INTERFACE)
    target_link_libraries(cmocka INTERFACE PkgConfig::CMOCKA)
  endif()
  string(REPLACE "/" "-" target "test-${name}")
  add_executable(${target} ${T_SOURCES})
  target_link_libraries(${target} PRIVATE house_flags ${T_USES} cmocka)
  target_compile_definitions(${target} PRIVATE
    SOURCE_DIR="${CMAKE_SOURCE_DIR}" AVR_IMAGES="${AVR_IMAGES}")
  add_test(NAME ${name} COMMAND ${target} ${T_ARGS})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  # They give way to the tests under gcc (scripts/test).
  if(HOMETIME_SANITIZE)
    math(EXPR T_TIMEOUT "3 * ${T_TIMEOUT}")
  endif()
  # Those allowed the longest begin first, so that none of them runs alone at the end. The presets run
  # five at a time and a program that computes counts as two, so two cores compute while others wait
  # for what goes by real time.
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT} COST ${T_TIMEOUT}
    PROCESSORS 2)
endfunction()
