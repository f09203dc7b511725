# SPDX-License-Identifier: GPL-3.0-or-later
# The AVR images are CMake projects of their own (another compiler), built from here.
# AVR_IMAGES: the folder where every image lands: bank.elf (the firmware) and the test images.
include(ExternalProject)

set(AVR_IMAGES ${CMAKE_BINARY_DIR}/images)

# avr_project(NAME FOLDER): builds the AVR project in FOLDER; its images go to AVR_IMAGES.
function(avr_project name folder)
  ExternalProject_Add(${name}
    SOURCE_DIR ${folder}
    BINARY_DIR ${CMAKE_BINARY_DIR}/${name}
    CMAKE_GENERATOR Ninja
    CMAKE_ARGS
      -DCMAKE_TOOLCHAIN_FILE=${CMAKE_SOURCE_DIR}/cmake/avr-toolchain.cmake
      -DIMAGES=${AVR_IMAGES}
    BUILD_ALWAYS TRUE
    INSTALL_COMMAND "")
endfunction()
