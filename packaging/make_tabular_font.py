#!/usr/bin/env python3
"""Make a variant of an Inter font whose default digits are the tabular ones.

Usage: make_tabular_font.py INTER.otf OUTPUT.otf

Figures must not jump while a network trains, and QFont::setFeature needs Qt 6.7. The font is
renamed "Negatoscope Sans", as the SIL Open Font Licence 1.1 of Inter asks; the licence's text in
the name table is kept. Without the fontTools module the font is copied unchanged.
"""
import pathlib
import shutil
import sys

FAMILY = "Negatoscope Sans"


def tabular_substitutes(font):
    """Glyph name -> tabular glyph name, from the single substitutions of the tnum feature."""
    table = font["GSUB"].table
    result = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    subtable = getattr(subtable, "ExtSubTable", subtable)
                    result.update(getattr(subtable, "mapping", {}))
    return result


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        shutil.copyfile(source, target)
        return
    font = TTFont(source)
    substitutes = tabular_substitutes(font)
    for subtable in font["cmap"].tables:
        if subtable.isUnicode():
            for code in range(0x30, 0x3A):
                name = subtable.cmap.get(code)
                subtable.cmap[code] = substitutes.get(name, name)
    style = target.stem.split("-")[-1]
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = FAMILY if record.nameID == 16 or style == "Regular" else f"{FAMILY} {style}"
        elif record.nameID == 4:
            record.string = f"{FAMILY} {style}"
        elif record.nameID == 6:
            record.string = f"{FAMILY.replace(' ', '')}-{style}"
    font.save(target)


if __name__ == "__main__":
    main()
