#ifndef TESTS_SUPPORT_ARCHIVE_H
#define TESTS_SUPPORT_ARCHIVE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/mem.h"

/* XLSX files of any content, good and bad, made part by part. */

#define XLSX_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct archive_part {
	const char *name, *text;
	size_t len; /* 0: of the text */
};

static inline bool
archive_make(const char *path, const struct archive_part *parts, size_t count)
{
	int why = 0;
	struct zip *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &why);

	for (size_t i = 0; zip && i < count; i++) {
		struct zip_source *source = zip_source_buffer(zip, parts[i].text, parts[i].len ? parts[i].len : strlen(parts[i].text), 0);

		if (!source || zip_file_add(zip, parts[i].name, source, 0) < 0)
			return false;
	}
	return zip && zip_close(zip) == 0;
}

/* A book of one sheet "名册", or of two when `second` is given. Any of the texts may be NULL: then the part is as plain as it can be. `sheet` is what stands
 * in <worksheet>. */
struct archive_book {
	const char *sheet, *second, *strings, *formats, *sheets, *book;
};

static inline bool
archive_book_make(const char *path, const struct archive_book *book)
{
	static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
	char *workbook =
		mem_printf("%s<workbook xmlns:r=\"" XLSX_RELATIONS "\">%s<sheets>%s</sheets></workbook>", head,
			   book->book ? book->book : "",
			   book->sheets ? book->sheets
			   : book->second
				   ? "<sheet name=\"名册\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"说明\" sheetId=\"2\" r:id=\"rId2\"/>"
				   : "<sheet name=\"名册\" sheetId=\"1\" r:id=\"rId1\"/>");
	char *sheet = mem_printf("%s<worksheet>%s</worksheet>", head, book->sheet), *second = NULL;
	char *strings = mem_printf("%s<sst>%s</sst>", head, book->strings ? book->strings : "");
	char *formats = mem_printf("%s<styleSheet>%s</styleSheet>", head,
				   book->formats ? book->formats : "<cellXfs><xf numFmtId=\"0\"/></cellXfs>");
	struct archive_part parts[] = {
		{ "_rels/.rels",
		  "<Relationships><Relationship Id=\"r\" Type=\"" XLSX_RELATIONS
		  "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
		  0 },
		{ "xl/workbook.xml", workbook, 0 },
		{ "xl/_rels/workbook.xml.rels",
		  "<Relationships><Relationship Id=\"rId1\" Type=\"" XLSX_RELATIONS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
		  "<Relationship Id=\"rId2\" Type=\"" XLSX_RELATIONS "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
		  "<Relationship Id=\"rId3\" Type=\"" XLSX_RELATIONS "/styles\" Target=\"styles.xml\"/>"
		  "<Relationship Id=\"rId4\" Type=\"" XLSX_RELATIONS "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
		  0 },
		{ "xl/styles.xml", formats, 0 },
		{ "xl/sharedStrings.xml", strings, 0 },
		{ "xl/worksheets/sheet1.xml", sheet, 0 },
		{ "xl/worksheets/sheet2.xml", NULL, 0 },
	};
	bool made;

	if (book->second)
		parts[6].text = second = mem_printf("%s<worksheet>%s</worksheet>", head, book->second);
	made = archive_make(path, parts, book->second ? 7 : 6);
	free(workbook);
	free(sheet);
	free(second);
	free(strings);
	free(formats);
	return made;
}

#endif
