#include "form/later/added.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

struct adding {
	const struct pack *before;
	const struct form *form;
	void (*visit)(const struct form *, const struct field *, void *);
	void *ctx;
};

static bool
look_at(const struct field *field, void *ctx)
{
	const struct adding *adding = ctx;
	const struct form *of = field->name ? pack_form_of_field(adding->before, field->name) : NULL;
	const struct field *then = of && strcmp(of->name, adding->form->name) == 0 ? pack_field(adding->before, field->name) : NULL;

	if (field->required && !field->calculation.sql && !(then && then->required))
		adding->visit(adding->form, field, adding->ctx);
	return true;
}

void
added_each(const struct pack *before, const struct pack *now, void (*visit)(const struct form *, const struct field *, void *), void *ctx)
{
	struct adding adding = { .before = before, .visit = visit, .ctx = ctx };

	for (size_t i = 0; i < now->form_count; i++) {
		adding.form = &now->forms[i];
		if (!adding.form->repeat && !adding.form->of_division && pack_form(before, adding.form->name))
			form_each_field(adding.form, look_at, &adding);
	}
}

struct alike {
	const struct field *field;
	bool found;
};

static bool
is_alike(const struct field *field, void *ctx)
{
	struct alike *alike = ctx;

	alike->found = field != alike->field && strcmp(label_text(&field->label, _("en")), label_text(&alike->field->label, _("en"))) == 0;
	return !alike->found;
}

char *
added_question(const struct pack *pack, const struct field *field)
{
	const struct form *form = pack_form_of_field(pack, field->name);
	const char *label = label_text(&field->label, _("en"));
	struct alike alike = { .field = field };

	for (size_t i = 0; form && i < pack->form_count && !alike.found; i++)
		if (&pack->forms[i] != form)
			form_each_field(&pack->forms[i], is_alike, &alike);
	return alike.found ? mem_printf(_("%s: %s"), label_text(&form->label, _("en")), label) : mem_strdup(label);
}

char *
added_words(const struct pack *pack, const struct field *field)
{
	char *question = added_question(pack, field), *words;

	/* Translators: a question of a form that was added after the form was filled. */
	words = mem_printf(_("added question: %s"), question);
	free(question);
	return words;
}
