# Icons, theme and fonts, embedded. The fonts come from the distribution's fonts-inter: never
# committed, absent is fine (the window then takes Noto Sans or the system's font).
set(NEGATOSCOPE_RESOURCES "${PROJECT_SOURCE_DIR}/resources")
file(GLOB NEGATOSCOPE_ICONS CONFIGURE_DEPENDS "${NEGATOSCOPE_RESOURCES}/icons/*.svg")
qt_add_resources(negatoscope_widgets negatoscope_look
  PREFIX "/negatoscope" BASE "${NEGATOSCOPE_RESOURCES}"
  FILES ${NEGATOSCOPE_ICONS}
    "${NEGATOSCOPE_RESOURCES}/themes/tokens.json" "${NEGATOSCOPE_RESOURCES}/themes/style.qss")

# The distribution's Python comes first: python3-fonttools belongs to it.
find_program(NEGATOSCOPE_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(NEGATOSCOPE_PYTHON NAMES python3)
set(NEGATOSCOPE_FONT_SOURCES)
foreach(weight Regular Medium SemiBold)
  find_file(NEGATOSCOPE_INTER_${weight} NAMES Inter-${weight}.otf
    PATHS /usr/share/fonts/opentype/inter NO_DEFAULT_PATH)
  if(NEGATOSCOPE_INTER_${weight} AND NEGATOSCOPE_PYTHON)
    set(font "${CMAKE_CURRENT_BINARY_DIR}/fonts/NegatoscopeSans-${weight}.otf")
    add_custom_command(OUTPUT "${font}"
      COMMAND "${NEGATOSCOPE_PYTHON}" "${PROJECT_SOURCE_DIR}/packaging/make_tabular_font.py"
        "${NEGATOSCOPE_INTER_${weight}}" "${font}"
      DEPENDS "${PROJECT_SOURCE_DIR}/packaging/make_tabular_font.py"
      COMMENT "Font with tabular digits: ${weight}")
    list(APPEND NEGATOSCOPE_FONT_SOURCES "${font}")
  endif()
endforeach()
if(NEGATOSCOPE_FONT_SOURCES)
  qt_add_resources(negatoscope_widgets negatoscope_fonts
    PREFIX "/negatoscope" BASE "${CMAKE_CURRENT_BINARY_DIR}" FILES ${NEGATOSCOPE_FONT_SOURCES})
endif()

# Translations: resources/i18n/*.ts, embedded as :/i18n/negatoscope_fr.qm.
qt_add_lrelease(negatoscope_widgets
  TS_FILES "${NEGATOSCOPE_RESOURCES}/i18n/negatoscope_fr.ts"
  QM_FILES_OUTPUT_VARIABLE NEGATOSCOPE_QM_FILES)
qt_add_resources(negatoscope_widgets negatoscope_i18n
  PREFIX "/i18n" BASE "${CMAKE_CURRENT_BINARY_DIR}" FILES ${NEGATOSCOPE_QM_FILES})
