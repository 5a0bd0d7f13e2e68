#include "form/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/text_rule.h"
#include "base/visible.h"
#include "form/yaml/read.h"

/* Loading a pack: its files read, and each read into its part. */

#define PACK_MAX_BYTES (900 * 1024) /* so that the step that publishes it stays under its limit */

const char *
keep_name(struct pack *pack, const char *name)
{
	MEM_GROW(pack->file_names, pack->file_name_count, pack->file_name_cap);
	pack->file_names[pack->file_name_count] = mem_strdup(name);
	return pack->file_names[pack->file_name_count++];
}

/* Parses one file of the pack into the tree; NULL with a problem when it is missing or no YAML. */
static const struct node *
open_file(struct reader *reader, const char *name, struct tree *tree)
{
	const char *text = value_get_text(&reader->pack->files, name);
	struct err err = { 0 };

	reader->file = keep_name(reader->pack, name);
	if (!text) {
		problem(reader, reader->file, 1, name, _("this file is missing from the pack"));
		return NULL;
	}
	if (yaml_parse(text, strlen(text), name, tree, &err)) {
		if (reader->count++ == 0)
			err_set(reader->err, STATUS_INVALID, "%s", err.text);
		if (reader->problems)
			visible_printf(reader->problems, "%s\n", err.text);
		return NULL;
	}
	return tree->root;
}

static void
read_part(struct reader *reader, const char *name, void (*read)(struct reader *, const struct node *))
{
	struct tree tree = { 0 };
	const struct node *root = open_file(reader, name, &tree);

	if (root)
		read(reader, root);
	tree_release(&tree);
}

static void
read_forms(struct reader *reader, const struct node *pack_root)
{
	const struct node *names = node_get(pack_root, "forms");
	struct pack *pack = reader->pack;

	if (!names || !is_list(reader, names, "forms"))
		return;
	pack->forms = mem_array(names->count, sizeof(*pack->forms));
	for (size_t i = 0; i < names->count; i++) {
		struct tree tree = { 0 };
		const struct node *root;
		char *file;

		if (names->items[i]->type != NODE_SCALAR || !is_name(names->items[i]->text, "", 31)) {
			problem(reader, reader->pack->file_names[0], names->items[i]->line, "forms", _("a form's name is expected"));
			continue;
		}
		file = mem_printf("%s.yaml", names->items[i]->text);
		root = open_file(reader, file, &tree);
		if (root) {
			struct form *form = &pack->forms[pack->form_count++];

			read_form(reader, root, form);
			if (form->name && strcmp(form->name, names->items[i]->text) != 0)
				problem(reader, reader->file, node_key_line(root, "form"), "form", _("the form must be named as its file"));
		}
		tree_release(&tree);
		free(file);
	}
}

enum status
pack_parse(const struct value *files, struct pack **out, struct buf *problems, struct err *err)
{
	struct pack *pack = mem_alloc(sizeof(*pack));
	struct reader reader = { .pack = pack, .problems = problems, .err = err };
	struct tree tree = { 0 };
	const char *divisions;
	const struct node *root;

	pack->files = value_copy(files);
	root = open_file(&reader, "pack.yaml", &tree);
	if (!root)
		goto out;
	read_pack_file(&reader, root);
	read_forms(&reader, root);
	read_part(&reader, "lists.yaml", read_lists);
	read_part(&reader, "rules.yaml", read_rules);
	read_part(&reader, "reports.yaml", read_reports);
	if (value_get(files, PAPERS_FILE))
		read_part(&reader, PAPERS_FILE, read_papers);
	read_table_files(&reader);
	divisions = value_get_text(files, DIVISIONS_FILE);
	reader.file = keep_name(pack, DIVISIONS_FILE);
	if (divisions)
		read_divisions(&reader, divisions);
	else
		problem(&reader, reader.file, 1, DIVISIONS_FILE, _("this file is missing from the pack"));
	if (reader.count == 0)
		copy_fields(&reader);
	if (reader.count == 0)
		pack_index_fields(pack);
	if (reader.count == 0) {
		const struct node *name = node_get(root, "root");

		pack->root = name->type == NODE_SCALAR ? pack_form(pack, name->text) : NULL;
		if (!pack->root)
			problem(&reader, pack->file_names[0], name->line, "root",
				_("the form that starts a building is not among the forms"));
		link_pack(&reader);
		make_limits(pack);
	}
out:
	tree_release(&tree);
	if (reader.count) {
		pack_free(pack);
		return STATUS_INVALID;
	}
	*out = pack;
	return STATUS_OK;
}

/* The place of a character in its line, since editors show lines. */
static enum status
refuse_character(const char *file, const char *text, size_t at_byte, struct err *err)
{
	struct text_flaw flaw;
	size_t line = 1, start = 0;
	enum status status;
	char *why;

	for (size_t i = 0; i < at_byte; i++) {
		if (text[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	(void)text_has_flaw(text + start, strlen(text + start), &flaw);
	why = text_flaw_sentence(&flaw);
	status = err_set(err, STATUS_INVALID, _("%s:%zu: %s; save the file as UTF-8 without BOM, with LF line ends"), file, line, why);
	free(why);
	return status;
}

static enum status
add_file(const char *dir, const char *name, struct value *files, size_t *total, struct err *err)
{
	char *path = file_join(dir, name);
	struct buf text = { 0 };
	struct text_flaw flaw;
	enum status status = file_read(path, PACK_MAX_BYTES, &text, err);

	*total += text.len;
	if (!status && *total > PACK_MAX_BYTES)
		status = err_set(err, STATUS_INVALID, _("the pack in \"%s\" is too large; it must stay under 900 KB"), dir);
	/* What a step may not hold is said here, by the file's name, and not when the pack is signed. */
	if (!status && text_has_flaw(buf_text(&text), text.len, &flaw))
		status = refuse_character(name, buf_text(&text), flaw.at_byte, err);
	if (!status)
		value_set_text(files, name, buf_text(&text));
	buf_release(&text);
	free(path);
	return status;
}

/* The names of forms and of tables' files must be known before the files can be read. What is wrong with a name is said by parsing. */
static enum status
add_named(const char *dir, struct value *files, size_t *total, struct err *err)
{
	const char *text = value_get_text(files, "pack.yaml");
	const struct node *forms, *tables;
	struct tree tree = { 0 };
	enum status status = yaml_parse(text, strlen(text), "pack.yaml", &tree, err);

	forms = node_get(tree.root, "forms");
	for (size_t i = 0; forms && i < forms->count && !status; i++) {
		char *name;

		if (forms->items[i]->type != NODE_SCALAR || !is_name(forms->items[i]->text, "", 31))
			continue;
		name = mem_printf("%s.yaml", forms->items[i]->text);
		status = add_file(dir, name, files, total, err);
		free(name);
	}
	tables = node_get(tree.root, "tables");
	for (size_t i = 0; tables && i < tables->count && !status; i++) {
		const struct node *file = node_get(tables->items[i], "file");

		if (file && file->type == NODE_SCALAR && is_table_file(file->text) && !value_get(files, file->text))
			status = add_file(dir, file->text, files, total, err);
	}
	tree_release(&tree);
	return status;
}

/* A pack that prints nothing has no such file. */
static enum status
add_papers(const char *dir, struct value *files, size_t *total, struct err *err)
{
	char *path = file_join(dir, PAPERS_FILE);
	enum status status = file_exists(path) ? add_file(dir, PAPERS_FILE, files, total, err) : STATUS_OK;

	free(path);
	return status;
}

enum status
pack_load(const char *dir, struct pack **out, struct buf *problems, struct err *err)
{
	static const char *const names[] = { "pack.yaml", "lists.yaml", "rules.yaml", "reports.yaml", DIVISIONS_FILE };
	struct value files = value_object();
	enum status status = STATUS_OK;
	size_t total = 0;

	for (size_t i = 0; i < ARRAY_LEN(names) && !status; i++)
		status = add_file(dir, names[i], &files, &total, err);
	if (!status)
		status = add_named(dir, &files, &total, err);
	if (!status)
		status = add_papers(dir, &files, &total, err);
	if (status && problems && err)
		visible_printf(problems, "%s\n", err->text);
	if (!status)
		status = pack_parse(&files, out, problems, err);
	value_release(&files);
	return status;
}
