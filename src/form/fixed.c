#include "form/fixed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- what is fixed */

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

	tell(visiting, FIXED_FIELD, field->name, mem_printf("%d %s", field->type, field->list_name ? field->list_name : ""));
	return visiting->more;
}

void
fixed_each(const struct pack *pack, bool (*visit)(const struct fixed_fact *fact, void *ctx), void *ctx)
{
	struct fixed_visiting visiting = { visit, ctx, true };

	tell(&visiting, FIXED_ROOT, "", mem_strdup(pack->root->name));
	for (size_t i = 0; i < pack->form_count && visiting.more; i++) {
		const struct form *form = &pack->forms[i];

		tell(&visiting, FIXED_FORM, form->name, mem_printf("%d %d", form->repeat, form->of_division ? (int)form->about : -1));
		form_each_field(form, tell_field, &visiting);
	}
	for (size_t i = 0; i < pack->chain_count; i++)
		tell(&visiting, FIXED_CHAIN, pack->chains[i].name, mem_strdup(pack->chains[i].each ? pack->chains[i].each->name : ""));
}

/* ---- what a later one changes */

struct fixed_comparing {
	const struct pack *before, *now;
	const struct fixed_fact *fact; /* of the later pack */
	char *changed;
};

static char *
words_of(const struct fixed_comparing *comparing)
{
	const struct fixed_fact *fact = comparing->fact;
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
compare(const struct fixed_fact *was, void *ctx)
{
	struct fixed_comparing *comparing = ctx;

	if (was->what != comparing->fact->what || strcmp(was->name, comparing->fact->name) != 0)
		return true;
	if (strcmp(was->value, comparing->fact->value) != 0)
		comparing->changed = words_of(comparing);
	return false;
}

static bool
look_up(const struct fixed_fact *fact, void *ctx)
{
	struct fixed_comparing *comparing = ctx;

	comparing->fact = fact;
	fixed_each(comparing->before, compare, comparing);
	return !comparing->changed;
}

char *
fixed_changed(const struct pack *before, const struct pack *now)
{
	struct fixed_comparing comparing = { .before = before, .now = now };

	if (strcmp(before->name, now->name) != 0)
		return mem_printf(_("the forms are called \"%s\" since version %" PRId64 ", and a county's forms keep their name"),
				  before->name, before->version);
	fixed_each(now, look_up, &comparing);
	return comparing.changed;
}
