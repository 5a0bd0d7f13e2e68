#include "table/read/xlsx_book.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "table/read/xlsx_parts.h"

/* The parts of an XLSX file that are read at once: relations, the list of sheets, shared texts and formats. */

#define SMALL_PART_BYTES_MAX (8u << 20)	    /* of the book, its relations, its formats */
#define STRINGS_PART_BYTES_MAX (128u << 20) /* of the shared texts, as XML */
#define STRINGS_BYTES_MAX (64u << 20)	    /* of the texts alone */
#define SHEETS_MAX 1000
#define FORMATS_MAX 65536
#define CHUNK_BYTES 65536

/* A part that is read at once: what the handlers share. */
struct part_parse {
	struct xlsx_book *book;
	struct xlsx_part *part;
	XML_Parser parser;
	struct err *err;
	enum status status;
	void *ctx;
	/* of shared texts */
	struct buf text, texts;
	size_t text_cap;
	bool in_text, in_phonetic;
	/* of formats */
	struct code {
		unsigned long id;
		struct xlsx_format format;
	} * codes;
	size_t code_count, code_cap;
	bool in_cell_formats;
	/* of relations and sheets */
	struct relation {
		char *id, *type, *target;
	} * relations;
	size_t relation_count, relation_cap;
	char **sheet_ids;
	XML_StartElementHandler on_start; /* at each mark of this part */
	XML_EndElementHandler on_end;	  /* NULL: nothing */
};

static void
parse_stop(struct part_parse *parse, enum status status)
{
	if (!parse->status)
		parse->status = status;
	XML_StopParser(parse->parser, XML_FALSE);
}

static void
on_doctype(void *ctx, const char *name, const char *system_id, const char *public_id, int has_subset)
{
	struct part_parse *parse = ctx;

	(void)name, (void)system_id, (void)public_id, (void)has_subset;
	parse_stop(parse, xlsx_doctype_refused(parse->err));
}

static void
on_any_start(void *ctx, const char *element, const char **attributes)
{
	struct part_parse *parse = ctx;
	enum status status = xlsx_part_deeper(parse->part, parse->err);

	xlsx_part_heard(parse->part);
	if (status)
		parse_stop(parse, status);
	else
		parse->on_start(ctx, element, attributes);
}

static void
on_any_end(void *ctx, const char *element)
{
	struct part_parse *parse = ctx;

	xlsx_part_heard(parse->part);
	xlsx_part_shallower(parse->part);
	if (parse->on_end)
		parse->on_end(ctx, element);
}

static enum status
parse_part(struct part_parse *parse, const char *name, size_t limit_bytes, XML_StartElementHandler on_start, XML_EndElementHandler on_end,
	   XML_CharacterDataHandler on_text)
{
	enum status status = xlsx_part_open(parse->book, name, limit_bytes, &parse->part, parse->err);
	size_t got = 1;

	if (status)
		return status;
	parse->status = STATUS_OK;
	parse->parser = XML_ParserCreate(NULL);
	if (!parse->parser)
		mem_exhausted();
	XML_SetUserData(parse->parser, parse);
	parse->on_start = on_start;
	parse->on_end = on_end;
	XML_SetElementHandler(parse->parser, on_any_start, on_any_end);
	XML_SetCharacterDataHandler(parse->parser, on_text);
	XML_SetStartDoctypeDeclHandler(parse->parser, on_doctype);
	while (got > 0 && !status) {
		void *room = XML_GetBuffer(parse->parser, CHUNK_BYTES);

		if (!room)
			mem_exhausted();
		status = xlsx_part_read(parse->part, room, CHUNK_BYTES, &got, parse->err);
		if (!status && XML_ParseBuffer(parse->parser, (int)got, got == 0) != XML_STATUS_OK)
			status = parse->status
					 ? parse->status
					 : err_set(parse->err, STATUS_INVALID,
						   _("the part \"%s\" of the table is damaged; open it in a spreadsheet and save it anew"),
						   name);
	}
	XML_ParserFree(parse->parser);
	xlsx_part_close(parse->part);
	return status;
}

/* ---- relations: which part is what */

static void
relation_start(void *ctx, const char *element, const char **attributes)
{
	struct part_parse *parse = ctx;
	const char *id = xlsx_attribute((const char *const *)attributes, "Id"),
		   *type = xlsx_attribute((const char *const *)attributes, "Type");
	const char *target = xlsx_attribute((const char *const *)attributes, "Target");

	if (strcmp(xlsx_local_name(element), "Relationship") != 0 || !id || !type || !target || parse->relation_count >= SHEETS_MAX + 100)
		return;
	type = strrchr(type, '/') ? strrchr(type, '/') + 1 : type;
	MEM_GROW(parse->relations, parse->relation_count, parse->relation_cap);
	parse->relations[parse->relation_count++] = (struct relation){ mem_strdup(id), mem_strdup(type), mem_strdup(target) };
}

static void
ignore_text(void *ctx, const char *text, int len)
{
	(void)text, (void)len;
	xlsx_part_heard(((struct part_parse *)ctx)->part);
}

static void
release_relations(struct part_parse *parse)
{
	for (size_t i = 0; i < parse->relation_count; i++) {
		free(parse->relations[i].id);
		free(parse->relations[i].type);
		free(parse->relations[i].target);
	}
	free(parse->relations);
	parse->relations = NULL;
	parse->relation_count = parse->relation_cap = 0;
}

static const struct relation *
relation_of(const struct part_parse *parse, const char *id, const char *type)
{
	for (size_t i = 0; i < parse->relation_count; i++)
		if ((!id || strcmp(parse->relations[i].id, id) == 0) && strcmp(parse->relations[i].type, type) == 0)
			return &parse->relations[i];
	return NULL;
}

/* The name in the archive of what a part in `folder` calls `target`; caller frees. */
static char *
part_name(const char *folder, const char *target)
{
	if (*target == '/')
		return mem_strdup(target + 1);
	if (strncmp(target, "../", 3) == 0)
		return mem_strdup(target + 3);
	target += strncmp(target, "./", 2) == 0 ? 2 : 0;
	return *folder ? mem_printf("%s/%s", folder, target) : mem_strdup(target);
}

/* ---- the book */

static void
book_start(void *ctx, const char *element, const char **attributes)
{
	struct part_parse *parse = ctx;
	struct xlsx_book *book = parse->book;
	const char *name = xlsx_local_name(element);

	if (strcmp(name, "workbookPr") == 0) {
		const char *since = xlsx_attribute((const char *const *)attributes, "date1904");

		book->from_1904 = since && (strcmp(since, "1") == 0 || strcmp(since, "true") == 0);
	} else if (strcmp(name, "sheet") == 0) {
		const char *id = NULL, *title = NULL, *state = xlsx_attribute((const char *const *)attributes, "state");

		for (const char **a = attributes; *a; a += 2) {
			if (strcmp(a[0], "name") == 0)
				title = a[1];
			else if (strchr(a[0], ':') && strcmp(xlsx_local_name(a[0]), "id") == 0)
				id = a[1];
		}
		if (!id || !title || book->sheet_count == SHEETS_MAX)
			return;
		if (book->sheet_count == book->sheet_cap) {
			book->sheet_cap = book->sheet_cap ? book->sheet_cap * 2 : 8;
			book->sheets = mem_resize(book->sheets, book->sheet_cap, sizeof(*book->sheets));
			parse->sheet_ids = mem_resize(parse->sheet_ids, book->sheet_cap, sizeof(*parse->sheet_ids));
		}
		parse->sheet_ids[book->sheet_count] = mem_strdup(id);
		book->sheets[book->sheet_count++] = (struct table_sheet){ mem_strdup(title), state && strcmp(state, "visible") != 0 };
	}
}

static bool
has_part(const struct xlsx_book *book, size_t count, const char *part)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(book->sheet_parts[i], part) == 0)
			return true;
	return false;
}

/* Sheets whose part is no table (a chart), or the part of a sheet before, are left out. */
static void
place_sheets(struct part_parse *parse, const char *folder)
{
	struct xlsx_book *book = parse->book;
	size_t kept = 0;

	book->sheet_parts = mem_array(book->sheet_count, sizeof(*book->sheet_parts));
	for (size_t i = 0; i < book->sheet_count; i++) {
		const struct relation *relation = relation_of(parse, parse->sheet_ids[i], "worksheet");

		char *part = relation ? part_name(folder, relation->target) : NULL;

		if (!part || has_part(book, kept, part)) {
			free(book->sheets[i].name);
			free(part);
			continue;
		}
		book->sheets[kept] = book->sheets[i];
		book->sheet_parts[kept++] = part;
	}
	for (size_t i = 0; i < book->sheet_count; i++)
		free(parse->sheet_ids[i]);
	free(parse->sheet_ids);
	book->sheet_count = kept;
}

/* ---- shared texts */

static void
strings_start(void *ctx, const char *element, const char **attributes)
{
	struct part_parse *parse = ctx;
	const char *name = xlsx_local_name(element);

	(void)attributes;
	if (strcmp(name, "si") == 0)
		buf_clear(&parse->text);
	else if (strcmp(name, "rPh") == 0)
		parse->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		parse->in_text = !parse->in_phonetic;
}

static void
strings_end(void *ctx, const char *element)
{
	struct part_parse *parse = ctx;
	const char *name = xlsx_local_name(element);

	if (strcmp(name, "rPh") == 0) {
		parse->in_phonetic = false;
	} else if (strcmp(name, "t") == 0) {
		parse->in_text = false;
	} else if (strcmp(name, "si") == 0) {
		char *text = xlsx_text_decode(buf_text(&parse->text));

		MEM_GROW(parse->book->text_at, parse->book->text_count, parse->text_cap);
		parse->book->text_at[parse->book->text_count++] = parse->texts.len;
		buf_add(&parse->texts, text, strlen(text) + 1);
		free(text);
	}
}

static void
strings_text(void *ctx, const char *text, int len)
{
	struct part_parse *parse = ctx;

	xlsx_part_heard(parse->part);
	if (!parse->in_text)
		return;
	buf_add(&parse->text, text, (size_t)len);
	if (parse->texts.len + parse->text.len > STRINGS_BYTES_MAX)
		parse_stop(parse, err_set(parse->err, STATUS_INVALID, _("the table holds more than %u MiB of text; split it"),
					  STRINGS_BYTES_MAX >> 20));
}

/* ---- formats */

static struct xlsx_format
format_of_id(const struct part_parse *parse, unsigned long id)
{

	for (size_t i = 0; i < parse->code_count; i++)
		if (parse->codes[i].id == id)
			return parse->codes[i].format;
	return xlsx_format_of_number(id);
}

static void
formats_start(void *ctx, const char *element, const char **attributes)
{
	struct part_parse *parse = ctx;
	struct xlsx_book *book = parse->book;
	const char *name = xlsx_local_name(element), *id = xlsx_attribute((const char *const *)attributes, "numFmtId");
	const char *code = xlsx_attribute((const char *const *)attributes, "formatCode");

	if (strcmp(name, "cellXfs") == 0) {
		parse->in_cell_formats = true;
	} else if (strcmp(name, "numFmt") == 0 && id && code && parse->code_count < 4096) {
		MEM_GROW(parse->codes, parse->code_count, parse->code_cap);
		parse->codes[parse->code_count++] = (struct code){ strtoul(id, NULL, 10), xlsx_format_of_code(code) };
	} else if (strcmp(name, "xf") == 0 && parse->in_cell_formats && book->format_count < FORMATS_MAX) {
		MEM_GROW(book->formats, book->format_count, parse->text_cap);
		book->formats[book->format_count++] = format_of_id(parse, id ? strtoul(id, NULL, 10) : 0);
	}
}

static void
formats_end(void *ctx, const char *element)
{
	struct part_parse *parse = ctx;

	if (strcmp(xlsx_local_name(element), "cellXfs") == 0)
		parse->in_cell_formats = false;
}

/* ---- all of it */

static enum status
read_texts(struct part_parse *parse, const char *folder)
{
	const struct relation *relation = relation_of(parse, NULL, "sharedStrings");
	char *name = relation ? part_name(folder, relation->target) : NULL;
	enum status status = STATUS_OK;

	parse->text_cap = 0;
	if (name && zip_name_locate(parse->book->zip, name, 0) >= 0)
		status = parse_part(parse, name, STRINGS_PART_BYTES_MAX, strings_start, strings_end, strings_text);
	parse->book->texts = parse->texts.data ? buf_detach(&parse->texts) : NULL;
	buf_release(&parse->text);
	free(name);
	return status;
}

static enum status
read_formats(struct part_parse *parse, const char *folder)
{
	const struct relation *relation = relation_of(parse, NULL, "styles");
	char *name = relation ? part_name(folder, relation->target) : NULL;
	enum status status = STATUS_OK;

	parse->text_cap = 0;
	if (name && zip_name_locate(parse->book->zip, name, 0) >= 0)
		status = parse_part(parse, name, SMALL_PART_BYTES_MAX, formats_start, formats_end, ignore_text);
	free(parse->codes);
	free(name);
	return status;
}

static enum status
no_table(const struct xlsx_book *book, struct err *err)
{
	if (zip_name_locate(book->zip, "content.xml", 0) >= 0)
		return err_set(err, STATUS_INVALID, _("this is an OpenDocument file; open it in a spreadsheet and save it as .xlsx"));
	if (zip_name_locate(book->zip, "xl/workbook.bin", 0) >= 0)
		return err_set(err, STATUS_INVALID, _("this is a binary .xlsb; open it in a spreadsheet and save it as .xlsx"));
	if (zip_name_locate(book->zip, "word/document.xml", 0) >= 0)
		return err_set(err, STATUS_INVALID, _("this is a text document; copy its table into a spreadsheet and save that as .xlsx"));
	return err_set(err, STATUS_INVALID, _("this is an archive and no table; take the table out of it first"));
}

static enum status
read_book(struct part_parse *parse)
{
	const struct relation *relation;
	char *name = NULL, *folder = NULL, *relations = NULL, *slash;
	enum status status;

	if (zip_name_locate(parse->book->zip, "_rels/.rels", 0) < 0)
		return no_table(parse->book, parse->err);
	status = parse_part(parse, "_rels/.rels", SMALL_PART_BYTES_MAX, relation_start, NULL, ignore_text);
	if (status)
		return status;
	relation = relation_of(parse, NULL, "officeDocument");
	name = relation ? part_name("", relation->target) : NULL;
	if (!name || strncmp(name, "word/", 5) == 0 || (strlen(name) > 4 && strcmp(name + strlen(name) - 4, ".bin") == 0)) {
		free(name);
		return no_table(parse->book, parse->err);
	}
	release_relations(parse);
	slash = strrchr(name, '/');
	folder = slash ? mem_strndup(name, (size_t)(slash - name)) : mem_strdup("");
	relations = mem_printf("%s%s_rels/%s.rels", folder, slash ? "/" : "", slash ? slash + 1 : name);
	status = parse_part(parse, relations, SMALL_PART_BYTES_MAX, relation_start, NULL, ignore_text);
	if (!status)
		status = parse_part(parse, name, SMALL_PART_BYTES_MAX, book_start, NULL, ignore_text);
	place_sheets(parse, folder);
	if (!status && parse->book->sheet_count == 0)
		status = err_set(parse->err, STATUS_INVALID, _("the table has no sheet"));
	if (!status)
		status = read_formats(parse, folder);
	if (!status)
		status = read_texts(parse, folder);
	free(name);
	free(folder);
	free(relations);
	return status;
}

enum status
xlsx_book_open_take(int fd, struct xlsx_book **out, struct err *err)
{
	struct xlsx_book *book = mem_alloc(sizeof(*book));
	struct part_parse parse = { .book = book, .err = err };
	enum status status;
	int why = 0;

	book->zip = zip_fdopen(fd, 0, &why);
	if (!book->zip) {
		close(fd);
		free(book);
		return err_set(err, STATUS_INVALID,
			       _("the table is cut off or damaged; copy it anew, or open it in a spreadsheet and save it"));
	}
	status = read_book(&parse);
	release_relations(&parse);
	if (status)
		xlsx_book_close(book);
	else
		*out = book;
	return status;
}

void
xlsx_book_close(struct xlsx_book *book)
{
	if (!book)
		return;
	for (size_t i = 0; i < book->sheet_count; i++) {
		free(book->sheets[i].name);
		if (book->sheet_parts)
			free(book->sheet_parts[i]);
	}
	free(book->sheets);
	free(book->sheet_parts);
	free(book->texts);
	free(book->text_at);
	free(book->formats);
	zip_discard(book->zip);
	free(book);
}

const struct table_sheet *
xlsx_book_sheets(const struct xlsx_book *book, size_t *count)
{
	*count = book->sheet_count;
	return book->sheets;
}

const char *
xlsx_book_sheet_part(const struct xlsx_book *book, size_t sheet)
{
	return book->sheet_parts[sheet];
}

const char *
xlsx_book_text(const struct xlsx_book *book, size_t index)
{
	return index < book->text_count ? book->texts + book->text_at[index] : NULL;
}

const struct xlsx_format *
xlsx_book_format(const struct xlsx_book *book, size_t style)
{
	static const struct xlsx_format none;

	return style < book->format_count ? &book->formats[style] : &none;
}
