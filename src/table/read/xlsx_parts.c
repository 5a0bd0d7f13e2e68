#include "table/read/xlsx_parts.h"

#include <ctype.h>
#include <expat.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/read/xlsx_book.h"

/* One part of an XLSX file while it is unpacked, and the names, places and texts in its XML. */

#define QUIET_BYTES_MAX (1u << 20)
#define DEPTH_MAX 256 /* marks within one another: a sheet has about ten */

/* ---- small things */

const char *
xlsx_local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *
xlsx_attribute(const char *const *attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(xlsx_local_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

const char *
xlsx_cell_place(const char *text, size_t *column, size_t *row)
{
	size_t letters = 0, number = 0, digits = 0;

	text += *text == '$';
	for (; *text >= 'A' && *text <= 'Z' && letters < 100000; text++)
		letters = letters * 26 + (size_t)(*text - 'A') + 1;
	text += *text == '$';
	for (; isdigit((unsigned char)*text) && digits < 8; text++, digits++)
		number = number * 10 + (size_t)(*text - '0');
	if (!letters || !number || letters > 16384)
		return NULL;
	*column = letters - 1;
	*row = number;
	return text;
}

char *
xlsx_text_decode(const char *text)
{
	struct buf out = { 0 };

	while (*text) {
		const char *next = strstr(text, "_x");
		char hex[5] = "", bytes[4];
		unsigned long c;

		if (!next) {
			buf_text_add(&out, text);
			break;
		}
		buf_add(&out, text, (size_t)(next - text));
		text = next;
		if (strspn(text + 2, "0123456789abcdefABCDEF") >= 4 && text[6] == '_') {
			memcpy(hex, text + 2, 4);
			c = strtoul(hex, NULL, 16);
			if (c > 0 && (c < 0xd800 || c > 0xdfff)) {
				buf_add(&out, bytes, text_encode((uint32_t)c, bytes));
				text += 7;
				continue;
			}
		}
		buf_add(&out, text, 2);
		text += 2;
	}
	return out.data ? buf_detach(&out) : mem_strdup("");
}

enum status
xlsx_doctype_refused(struct err *err)
{
	return err_set(err, STATUS_INVALID, _("the file names a document type, which no spreadsheet writes; it is not read"));
}

/* ---- a part while it is unpacked */

struct xlsx_part {
	struct xlsx_book *book;
	struct zip_file *file;
	size_t read, limit, quiet, depth;
};

enum status
xlsx_part_open(struct xlsx_book *book, const char *name, size_t limit_bytes, struct xlsx_part **out, struct err *err)
{
	struct zip_stat info;
	struct xlsx_part *part;

	zip_stat_init(&info);
	if (zip_stat(book->zip, name, 0, &info) != 0)
		return err_set(err, STATUS_INVALID, _("the table lacks its part \"%s\"; open it in a spreadsheet and save it anew"), name);
	if ((info.valid & ZIP_STAT_SIZE) && info.size > limit_bytes)
		return err_set(err, STATUS_INVALID, _("the table is larger than %zu MiB when it is unpacked; split it"), limit_bytes >> 20);
	part = mem_alloc(sizeof(*part));
	part->file = zip_fopen(book->zip, name, 0);
	if (!part->file) {
		free(part);
		return err_set(err, STATUS_INVALID, _("the part \"%s\" of the table cannot be unpacked: %s"), name,
			       zip_strerror(book->zip));
	}
	part->book = book;
	part->limit = limit_bytes;
	*out = part;
	return STATUS_OK;
}

enum status
xlsx_part_read(struct xlsx_part *part, void *bytes, size_t len, size_t *got, struct err *err)
{
	zip_int64_t count = zip_fread(part->file, bytes, len);

	if (count < 0)
		return err_set(err, STATUS_INVALID,
			       _("the table is cut off or damaged; copy it anew, or open it in a spreadsheet and save it"));
	*got = (size_t)count;
	part->read += *got;
	part->quiet += *got;
	part->book->unpacked += *got;
	if (part->read > part->limit)
		return err_set(err, STATUS_INVALID, _("the table is larger than %zu MiB when it is unpacked; split it"), part->limit >> 20);
	if (part->book->unpacked > XLSX_BOOK_BYTES_MAX)
		return err_set(err, STATUS_INVALID,
			       _("the sheets of the table are larger than %zu MiB together when they are unpacked; split it"),
			       XLSX_BOOK_BYTES_MAX >> 20);
	if (part->quiet > QUIET_BYTES_MAX)
		return err_set(err, STATUS_INVALID, _("the table is damaged: one of its marks is longer than 1 MiB"));
	return STATUS_OK;
}

void
xlsx_part_heard(struct xlsx_part *part)
{
	part->quiet = 0;
}

enum status
xlsx_part_deeper(struct xlsx_part *part, struct err *err)
{
	if (++part->depth > DEPTH_MAX)
		return err_set(err, STATUS_INVALID, _("the table is damaged: more than %d of its marks lie within one another"), DEPTH_MAX);
	return STATUS_OK;
}

void
xlsx_part_shallower(struct xlsx_part *part)
{
	part->depth -= part->depth > 0;
}

void
xlsx_part_close(struct xlsx_part *part)
{
	if (part)
		zip_fclose(part->file);
	free(part);
}

/* ---- versions of the libraries */

const char *
table_zip_version(void)
{
	return zip_libzip_version();
}

const char *
table_expat_version(void)
{
	return XML_ExpatVersion(); /* with its name */
}
