#!/usr/bin/env python3
"""xlsx.py TEXT OUT.xlsx: a workbook from a text, for tests. A line "== NAME" begins a sheet; each further line is a row, its cells parted by |. A cell
"@COLUMN=TEXT" stands in the column that the sheet's first row names so."""
import sys
import zipfile
from xml.sax.saxutils import escape

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def letters(column):
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def sheet(rows):
    out = []
    for number, row in enumerate(rows, 1):
        cells = "".join('<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (letters(i), number, escape(cell))
                        for i, cell in enumerate(row) if cell)
        out.append('<row r="%d">%s</row>' % (number, cells))
    return '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, "".join(out))


def placed(cells, rows):
    out = [cell for cell in cells if not cell.startswith("@")]
    for cell in cells:
        if cell.startswith("@"):
            name, text = cell[1:].split("=", 1)
            at = rows[0].index(name)
            out += [""] * (at + 1 - len(out))
            out[at] = text
    return out


def main(text, path):
    sheets = []
    for line in open(text, encoding="utf-8").read().split("\n"):
        if line.startswith("== "):
            sheets.append((line[3:], []))
        elif sheets and line:
            sheets[-1][1].append(placed([cell.strip() for cell in line.split("|")], sheets[-1][1]))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", '<Types xmlns="%scontent-types">' % PACKAGE
                      + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      + '<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>' % TYPES
                      + "".join('<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>' % (i, TYPES)
                                for i in range(1, len(sheets) + 1)) + "</Types>")
        book.writestr("_rels/.rels", '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, OFFICE))
        book.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets>' % (MAIN, OFFICE)
                      + "".join('<sheet name="%s" sheetId="%d" r:id="r%d"/>' % (escape(name), i, i)
                                for i, (name, _) in enumerate(sheets, 1)) + "</sheets></workbook>")
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%srelationships">' % PACKAGE
                      + "".join('<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (i, OFFICE, i)
                                for i in range(1, len(sheets) + 1)) + "</Relationships>")
        for i, (_, rows) in enumerate(sheets, 1):
            book.writestr("xl/worksheets/sheet%d.xml" % i, sheet(rows))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
