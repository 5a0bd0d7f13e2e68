#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/copy_text.h"
#include "form/yaml/read.h"

/* Fields of other forms once more under names with a prefix, and in their expressions the prefix before the names of what was copied. */

#define NAME_MOST 48 /* letters of a name, as the reader has it */

struct copying {
	struct reader *reader;
	const struct pack *pack;
	const struct form_copy *how;
	bool blind;	    /* the form is answered without what was answered before: nothing stands in it already */
	const char **names; /* of all that is copied */
	size_t count, cap;
	const struct list *list; /* while an expression over a list's columns is copied: these are no fields */
};

/* ---- what is copied */

static bool
is_excepted(const struct copying *copying, const struct field *field)
{
	return names_has(&copying->how->except, field->name) || (copying->how->record && field->type == FIELD_NOTE);
}

static void
collect(struct copying *copying, const struct field *fields, size_t count)
{
	const struct place *place = &copying->how->place;

	for (size_t i = 0; i < count; i++) {
		if (is_excepted(copying, &fields[i]))
			continue;
		MEM_GROW(copying->names, copying->count, copying->cap);
		copying->names[copying->count++] = fields[i].name;
		if (strlen(copying->how->prefix) + strlen(fields[i].name) > NAME_MOST)
			problem(copying->reader, place->file, place->line, "prefix", _("\"%s%s\" is too long for a name"),
				copying->how->prefix, fields[i].name);
		collect(copying, fields[i].fields, fields[i].field_count);
	}
}

static bool
is_copied(const char *word, size_t len, void *ctx)
{
	const struct copying *copying = ctx;
	static const char *const own[] = { "name", "label_zh", "label_en" };

	for (size_t i = 0; copying->list && i < ARRAY_LEN(own); i++)
		if (strlen(own[i]) == len && strncasecmp(own[i], word, len) == 0)
			return false;
	for (size_t i = 0; copying->list && i < copying->list->column_count; i++) {
		const char *column = copying->list->columns[i].name;

		if (strlen(column) == len && strncasecmp(column, word, len) == 0)
			return false;
	}
	for (size_t i = 0; i < copying->count; i++)
		if (strlen(copying->names[i]) == len && strncasecmp(copying->names[i], word, len) == 0)
			return true;
	return false;
}

/* ---- a field */

static struct label
label_copy(const struct label *label)
{
	return (struct label){ mem_strdup(label->zh), mem_strdup(label->en) };
}

static struct names
names_copy(const struct names *names)
{
	struct names copy = { .place = names->place };

	copy.items = mem_array(names->count, sizeof(*copy.items));
	for (; copy.count < names->count; copy.count++)
		copy.items[copy.count] = mem_strdup(names->items[copy.count]);
	return copy;
}

static struct expr
expr_copy(struct copying *copying, const struct expr *expr)
{
	struct text_renaming how = { copying->how->prefix, is_copied, copying };
	struct buf sql = { 0 };

	if (!expr->sql)
		return *expr;
	text_rename(expr->sql, &how, &sql);
	return (struct expr){ buf_detach(&sql), expr->place };
}

/* What a form asks of who fills it: of somebody else's record nothing of the kind. */
static void
copy_asking(struct copying *copying, const struct field *from, struct field *to)
{
	if (copying->how->record) {
		to->relevant = to->constraint = to->calculation = to->initial = to->choices = (struct expr){ 0 };
		to->constraint_message = (struct label){ 0 };
		to->people = (struct names){ 0 };
		to->due_name = NULL;
		to->required = to->carry = to->complete = to->has_range = false;
		return;
	}
	to->relevant = expr_copy(copying, &from->relevant);
	to->constraint = expr_copy(copying, &from->constraint);
	to->constraint_message = label_copy(&from->constraint_message);
	to->calculation = expr_copy(copying, &from->calculation);
	to->initial = copying->blind && from->type != FIELD_DATE ? (struct expr){ 0 } : expr_copy(copying, &from->initial);
	to->carry = from->carry && !copying->blind;
	to->complete = from->complete && !copying->blind;
	copying->list = from->list_name ? pack_list(copying->pack, from->list_name) : NULL;
	to->choices = expr_copy(copying, &from->choices);
	copying->list = NULL;
	to->people = names_copy(&from->people);
	to->due_name = mem_strdup(from->due_name);
}

static void copy_each(struct copying *copying, const struct field *from, size_t count, const struct field *parent, struct field *to,
		      size_t *copied);

static void
copy_field(struct copying *copying, const struct field *from, const struct field *parent, struct field *to)
{
	*to = *from;
	to->name = mem_printf("%s%s", copying->how->prefix, from->name);
	to->list_name = mem_strdup(from->list_name);
	to->from_name = mem_strdup(from->from_name);
	to->label = label_copy(&from->label);
	to->hint = label_copy(&from->hint);
	copy_asking(copying, from, to);
	to->suffixes = names_copy(&from->suffixes);
	to->whole = names_copy(&from->whole);
	to->none = names_copy(&from->none);
	to->headers = names_copy(&from->headers);
	to->within = names_copy(&from->within);
	to->address = names_copy(&from->address);
	to->lacking = from->lacking ? mem_strdup(from->lacking) : NULL;
	to->source = from->source;
	to->place = copying->how->place;
	to->parent = parent;
	to->fields = from->field_count ? mem_array(from->field_count, sizeof(*to->fields)) : NULL;
	to->field_count = 0;
	copy_each(copying, from->fields, from->field_count, to, to->fields, &to->field_count);
}

/* `to` has room for all. */
static void
copy_each(struct copying *copying, const struct field *from, size_t count, const struct field *parent, struct field *to, size_t *copied)
{
	for (size_t i = 0; i < count; i++)
		if (!is_excepted(copying, &from[i]))
			copy_field(copying, &from[i], parent, &to[(*copied)++]);
}

/* ---- a form */

static void
check_copy(struct copying *copying, const struct form *form)
{
	const struct form_copy *how = copying->how;
	struct reader *reader = copying->reader;

	for (size_t i = 0; i < how->forms.count; i++) {
		const struct form *from = pack_form(copying->pack, how->forms.items[i]);

		if (!from)
			problem(reader, how->forms.place.file, how->forms.place.line, "copy_of", _("there is no form \"%s\""),
				how->forms.items[i]);
		else if (from->copy.prefix)
			problem(reader, how->forms.place.file, how->forms.place.line, "copy_of", _("the form \"%s\" copies others itself"),
				from->name);
		else if (from->of_division)
			problem(reader, how->forms.place.file, how->forms.place.line, "copy_of", _("the form \"%s\" is about a division"),
				from->name);
	}
	if (how->codes && !how->record)
		problem(reader, how->place.file, how->place.line, "codes", _("only a record holds codes of somebody else"));
	if (how->record && (form->after.count || form->repeat || form->of_division))
		problem(reader, how->place.file, how->place.line, "record",
			_("a record stands once beside the listing, and after no other form"));
	if (how->record && copying->pack->record)
		problem(reader, how->place.file, how->place.line, "copy_of", _("the form \"%s\" is a record already: there is one"),
			copying->pack->record->name);
	for (size_t i = 0; i < how->except.count; i++) {
		const struct form *of = pack_form_of_field(copying->pack, how->except.items[i]);

		if (!of || !names_has(&how->forms, of->name))
			problem(reader, how->except.place.file, how->except.place.line, "except",
				_("there is no field \"%s\" in the forms that are copied"), how->except.items[i]);
	}
}

/* The fields of a group keep their pointer to it when the form's own fields move behind the copied ones. */
static void
move_field(const struct field *from, struct field *to)
{
	*to = *from;
	for (size_t i = 0; i < to->field_count; i++)
		to->fields[i].parent = to;
	for (size_t i = 0; i < to->field_count; i++)
		for (size_t n = 0; n < to->fields[i].field_count; n++)
			to->fields[i].fields[n].parent = &to->fields[i];
}

static void
copy_into(struct copying *copying, struct form *form)
{
	size_t room = form->field_count, count = 0;
	struct field *fields;

	for (size_t i = 0; i < form->copy.forms.count; i++)
		room += pack_form(copying->pack, form->copy.forms.items[i])->field_count;
	fields = mem_array(room, sizeof(*fields));
	for (size_t i = 0; i < form->copy.forms.count; i++) {
		const struct form *from = pack_form(copying->pack, form->copy.forms.items[i]);

		copy_each(copying, from->fields, from->field_count, NULL, fields, &count);
	}
	for (size_t i = 0; i < form->field_count; i++)
		move_field(&form->fields[i], &fields[count++]);
	free(form->fields);
	form->fields = fields;
	form->field_count = count;
}

void
copy_fields(struct reader *reader)
{
	struct pack *pack = reader->pack;

	for (size_t f = 0; f < pack->form_count; f++) {
		struct form *form = &pack->forms[f];
		struct copying copying = { .reader = reader, .pack = pack, .how = &form->copy, .blind = form->blind.count > 0 };
		size_t before = reader->count;

		if (!form->copy.prefix)
			continue;
		check_copy(&copying, form);
		for (size_t i = 0; reader->count == before && i < form->copy.forms.count; i++) {
			const struct form *from = pack_form(pack, form->copy.forms.items[i]);

			collect(&copying, from->fields, from->field_count);
		}
		if (reader->count == before)
			copy_into(&copying, form);
		if (form->copy.record && !pack->record)
			pack->record = form;
		free(copying.names);
	}
}
