#include "form/later/fixed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- what is fixed */

static char *
field_value(const struct field *field)
{
	return mem_printf("%d %s", field->type, field->list_name ? field->list_name : "");
}

static char *
form_value(const struct form *form)
{
	return mem_printf("%d %d", form->repeat, form->of_division ? (int)form->about : -1);
}

static char *
chain_value(const struct chain *chain)
{
	return mem_strdup(chain->each ? chain->each->name : "");
}

struct fixed_visiting {
	bool (*visit)(const struct fixed_fact *fact, void *ctx);
	void *ctx;
	bool more;
};

static void
tell(struct fixed_visiting *visiting, enum fixed_what what, const char *name, char *value_take)
{
	if (visiting->more)
		visiting->more = visiting->visit(&(struct fixed_fact){ what, name, value_take }, visiting->ctx);
	free(value_take);
}

static bool
tell_field(const struct field *field, void *ctx)
{
	struct fixed_visiting *visiting = ctx;

	tell(visiting, FIXED_FIELD, field->name, field_value(field));
	return visiting->more;
}

void
fixed_each(const struct pack *pack, bool (*visit)(const struct fixed_fact *fact, void *ctx), void *ctx)
{
	struct fixed_visiting visiting = { visit, ctx, true };

	tell(&visiting, FIXED_ROOT, "", mem_strdup(pack->root->name));
	for (size_t i = 0; i < pack->form_count && visiting.more; i++) {
		tell(&visiting, FIXED_FORM, pack->forms[i].name, form_value(&pack->forms[i]));
		form_each_field(&pack->forms[i], tell_field, &visiting);
	}
	for (size_t i = 0; i < pack->chain_count; i++)
		tell(&visiting, FIXED_CHAIN, pack->chains[i].name, chain_value(&pack->chains[i]));
}

/* What the pack fixes under a name; NULL: it has nothing of that name. Caller frees. */
static char *
value_in(const struct pack *pack, const struct fixed_fact *fact)
{
	const struct field *field;
	const struct form *form;
	const struct chain *chain;

	switch (fact->what) {
	case FIXED_ROOT:
		return mem_strdup(pack->root->name);
	case FIXED_FORM:
		form = pack_form(pack, fact->name);
		return form ? form_value(form) : NULL;
	case FIXED_FIELD:
		field = pack_field(pack, fact->name);
		return field ? field_value(field) : NULL;
	case FIXED_CHAIN:
		chain = pack_chain(pack, fact->name);
		return chain ? chain_value(chain) : NULL;
	}
	return NULL;
}

/* ---- what a later one changes */

struct fixed_comparing {
	const struct pack *before, *now;
	char *changed;
};

/* fact: of the later pack */
static char *
words_of(const struct fixed_comparing *comparing, const struct fixed_fact *fact)
{
	const char *place;

	switch (fact->what) {
	case FIXED_ROOT:
		return mem_printf(_("the form that starts a house is another one than in version %" PRId64), comparing->before->version);
	case FIXED_FORM:
		return mem_printf(_("the form \"%s\" repeats, or is about something else, than in version %" PRId64
				    ": give it another name"),
				  fact->name, comparing->before->version);
	case FIXED_CHAIN:
		return mem_printf(_("the chain \"%s\" signs another form than in version %" PRId64 ": give it another name"), fact->name,
				  comparing->before->version);
	case FIXED_FIELD:
		break;
	}
	place = label_text(&pack_field(comparing->now, fact->name)->label, _("en"));
	return mem_printf(_("the question \"%s\" (%s) has another type or list of choices than in version %" PRId64
			    ": give it another name"),
			  fact->name, place, comparing->before->version);
}

static bool
compare(const struct fixed_fact *fact, void *ctx)
{
	struct fixed_comparing *comparing = ctx;
	char *was = value_in(comparing->before, fact);

	if (was && strcmp(was, fact->value) != 0)
		comparing->changed = words_of(comparing, fact);
	free(was);
	return !comparing->changed;
}

char *
fixed_changed(const struct pack *before, const struct pack *now)
{
	struct fixed_comparing comparing = { .before = before, .now = now };

	if (strcmp(before->name, now->name) != 0)
		return mem_printf(_("the forms are called \"%s\" since version %" PRId64 ", and a county's forms keep their name"),
				  before->name, before->version);
	fixed_each(now, compare, &comparing);
	return comparing.changed;
}
