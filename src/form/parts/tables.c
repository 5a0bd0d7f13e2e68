#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "form/yaml/read.h"

/* Tables of a pack: what pack.yaml says of each, and its CSV file: a line of column names, then a line a row. */

#define TABLES_MOST 20
#define TABLE_COLUMNS_MOST 30
#define TABLE_ROWS_MOST 5000

#define TABLE_ENDING ".csv"

bool
is_table_file(const char *name)
{
	size_t len = strlen(name), end = strlen(TABLE_ENDING);
	char *stem;
	bool is;

	if (len <= end || strcmp(name + len - end, TABLE_ENDING) != 0 || strcmp(name, DIVISIONS_FILE) == 0)
		return false;
	stem = mem_strndup(name, len - end);
	is = is_name(stem, "-", 48);
	free(stem);
	return is;
}

/* ---- a line of CSV */

/* Takes the next cell of a line and moves behind its comma; *at is NULL behind the last one. False: a quotation mark is not closed, or stands inside
 * a cell. */
static bool
next_cell(const char **at, struct buf *out)
{
	const char *from = *at;
	size_t len;

	buf_clear(out);
	if (*from == '"') {
		for (from++; *from && !(*from == '"' && from[1] != '"'); from++) {
			from += *from == '"';
			buf_char(out, *from);
		}
		if (*from != '"' || (from[1] && from[1] != ','))
			return false;
		from++;
	} else {
		len = strcspn(from, ",\"");
		if (from[len] == '"')
			return false;
		buf_add(out, from, len);
		from += len;
	}
	*at = *from == ',' ? from + 1 : NULL;
	return true;
}

struct csv {
	struct reader *reader;
	const struct pack_table *table;
	int line;
};

/* Checks a cell against its column; a number is one of doc/pack-format. */
static void
check_cell(const struct csv *csv, const struct column *column, const char *text)
{
	double number;

	if (!*text || column->type == COLUMN_TEXT)
		return;
	if (!number_read(text, &number))
		problem(csv->reader, csv->reader->file, csv->line, column->name, _("a number is expected here"));
	else if (column->type == COLUMN_INTEGER && strchr(text, '.'))
		problem(csv->reader, csv->reader->file, csv->line, column->name, _("a whole number is expected here"));
}

/* The line's cells, one a column, or NULL with a problem. */
static char **
read_line(const struct csv *csv, const char *line)
{
	size_t columns = csv->table->column_count, count = 0;
	char **cells = mem_array(columns + 1, sizeof(*cells));
	struct buf cell = { 0 };
	bool closed = true;

	for (const char *at = line; at && closed; count++) {
		closed = next_cell(&at, &cell);
		if (closed && count < columns)
			cells[count] = mem_strdup(buf_text(&cell));
	}
	buf_release(&cell);
	if (closed && count == columns)
		return cells;
	if (closed)
		problem(csv->reader, csv->reader->file, csv->line, csv->table->name,
			_("this line has %zu values, and the table %zu columns"), count, columns);
	else
		problem(csv->reader, csv->reader->file, csv->line,
			count <= columns ? csv->table->columns[count - 1].name : csv->table->name,
			_("a quotation mark here is not closed, or stands inside a value that is not quoted"));
	for (size_t i = 0; i < columns; i++)
		free(cells[i]);
	free(cells);
	return NULL;
}

static void
check_names_of_columns(const struct csv *csv, char *const *cells)
{
	for (size_t i = 0; i < csv->table->column_count; i++)
		if (strcmp(cells[i], csv->table->columns[i].name) != 0)
			problem(csv->reader, csv->reader->file, csv->line, csv->table->columns[i].name,
				_("\"%s\" stands here; the first line names the columns in the order of pack.yaml"), cells[i]);
}

static void
take_line(const struct csv *csv, struct pack_table *table, size_t *cap, const char *line)
{
	char **cells = read_line(csv, line);

	if (!cells)
		return;
	if (csv->line == 1) {
		check_names_of_columns(csv, cells);
		for (size_t i = 0; i < table->column_count; i++)
			free(cells[i]);
		free(cells);
		return;
	}
	for (size_t i = 0; i < table->column_count; i++)
		check_cell(csv, &table->columns[i], cells[i]);
	MEM_GROW(table->rows, table->row_count, *cap);
	table->rows[table->row_count++] = cells;
}

static void
read_rows(struct reader *reader, struct pack_table *table, const char *text)
{
	struct csv csv = { .reader = reader, .table = table };
	size_t cap = 0;

	for (const char *at = text, *end; *at; at = *end ? end + 1 : end) {
		char *line;

		end = at + strcspn(at, "\n");
		if (++csv.line > TABLE_ROWS_MOST + 1) {
			problem(reader, reader->file, csv.line, table->name, _("a table has at most %d rows"), TABLE_ROWS_MOST);
			return;
		}
		line = mem_strndup(at, (size_t)(end - at));
		take_line(&csv, table, &cap, line);
		free(line);
	}
	if (!csv.line)
		problem(reader, reader->file, 1, table->name, _("the first line, which names the columns, is missing"));
}

/* ---- pack.yaml */

static bool
is_second(const struct pack *pack, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (pack->tables[i].file && strcmp(pack->tables[i].file, pack->tables[index].file) == 0)
			return true;
	return false;
}

void
read_tables(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "table", KEY_NAME, offsetof(struct pack_table, name), true },
		{ "file", KEY_TEXT, offsetof(struct pack_table, file), true },
		{ "columns", KEY_OTHER, 0, true },
		{ "source", KEY_CITED, 0, false },
	};
	struct pack *pack = reader->pack;

	pack->tables = read_items(reader, root, "tables", sizeof(*pack->tables), &pack->table_count);
	if (pack->table_count > TABLES_MOST) {
		problem(reader, reader->file, node_get(root, "tables")->line, "tables", _("a pack has at most %d tables"), TABLES_MOST);
		pack->table_count = 0;
	}
	for (size_t i = 0; i < pack->table_count; i++) {
		const struct node *item = node_get(root, "tables")->items[i];
		struct pack_table *table = &pack->tables[i];

		table->place = (struct place){ reader->file, node_key_line(item, "table"), "table" };
		if (!read_map(reader, item, keys, ARRAY_LEN(keys), table))
			continue;
		read_columns(reader, item, &table->columns, &table->column_count);
		if (node_get(item, "columns") && (!table->column_count || table->column_count > TABLE_COLUMNS_MOST))
			problem(reader, reader->file, node_key_line(item, "columns"), "columns", _("a table has 1 to %d columns"),
				TABLE_COLUMNS_MOST);
		if (table->file && !is_table_file(table->file))
			problem(reader, reader->file, node_key_line(item, "file"), "file",
				_("\"%s\" is no file name of small letters, digits, _ and - that ends in .csv, or it is taken"),
				table->file);
		else if (table->file && is_second(pack, i))
			problem(reader, reader->file, node_key_line(item, "file"), "file", _("the file \"%s\" is another table's already"),
				table->file);
	}
}

void
read_table_files(struct reader *reader)
{
	struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->table_count; i++) {
		struct pack_table *table = &pack->tables[i];
		const char *text = table->file ? value_get_text(&pack->files, table->file) : NULL;

		if (!table->file || !is_table_file(table->file) || !table->column_count)
			continue; /* said already */
		reader->file = keep_name(pack, table->file);
		if (text)
			read_rows(reader, table, text);
		else
			problem(reader, reader->file, 1, table->file, _("this file is missing from the pack"));
	}
}
