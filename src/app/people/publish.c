#include "app/people/publish.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/otherwise.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "store/journal.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "form/later/added.h"
#include "form/later/fixed.h"
#include "form/later/reworded.h"
#include "form/parts/sources.h"
#include "store/divisions/area.h"
#include "store/store.h"
#include "store/report/report.h"

/* Form packs: those on offer, checking, publishing. */

static void
offer(struct app_pack_offers *offers, const char *dir, const char *lang)
{
	struct app_pack_offer *at;
	struct pack *pack = NULL;
	struct err err = { 0 };

	offers->items = mem_resize(offers->items, offers->count + 1, sizeof(*offers->items));
	at = &offers->items[offers->count++];
	*at = (struct app_pack_offer){ .dir = mem_strdup(dir) };
	if (pack_load(dir, &pack, NULL, &err)) {
		at->why = mem_strdup(err.text);
	} else {
		at->label = mem_strdup(label_text(&pack->label, lang));
		at->version = pack->version;
	}
	pack_free(pack);
}

static void
offer_if_there(struct app_pack_offers *offers, const char *dir, const char *lang)
{
	char *path = file_join(dir, "pack.yaml");

	if (file_exists(path))
		offer(offers, dir, lang);
	free(path);
}

/* The stick itself, and the folders on it. */
static void
offer_found(struct app_pack_offers *offers, const char *stick, const char *lang)
{
	struct dirent **entries = NULL;
	int count = scandir(stick, &entries, NULL, alphasort);

	offer_if_there(offers, stick, lang);
	for (int i = 0; i < count; i++) {
		char *dir = file_join(stick, entries[i]->d_name);

		if (*entries[i]->d_name != '.')
			offer_if_there(offers, dir, lang);
		free(dir);
		free(entries[i]);
	}
	free(entries);
}

void
app_pack_offers(const char *lang, struct app_pack_offers *out)
{
	char *installed = path_of(PATH_FORMS);
	struct sticks sticks;

	*out = (struct app_pack_offers){ 0 };
	offer(out, installed, lang);
	free(installed);
	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count; i++)
		offer_found(out, sticks.items[i].folder, lang);
	sticks_release(&sticks);
}

void
app_pack_offers_release(struct app_pack_offers *offers)
{
	for (size_t i = 0; i < offers->count; i++) {
		free(offers->items[i].dir);
		free(offers->items[i].label);
		free(offers->items[i].why);
	}
	free(offers->items);
	*offers = (struct app_pack_offers){ 0 };
}

enum status
app_forms_check(const char *dir, struct buf *problems, struct err *err)
{
	struct pack *pack = NULL;
	struct eval *eval = NULL;
	enum status status = pack_load(dir, &pack, problems, err);

	if (!status)
		status = pack_check_sources(pack, problems, err);
	if (!status)
		status = eval_new(pack, &eval, problems, err);
	if (!status)
		status = report_check_all(pack, problems, err);
	eval_free(eval);
	pack_free(pack);
	return status;
}

/* Why a pack cannot follow those that counted before. */
struct following {
	const struct pack *now;
	char *why;
};

/* A division that an earlier pack has stays, and says what it became: without it its houses would leave every list. */
static char *
lost_division(const struct pack *before, const struct pack *now)
{
	for (size_t i = 0; i < before->division_count; i++)
		if (!pack_division(now, before->divisions[i].code))
			return mem_printf(_("divisions.csv no longer has %s %s of version %" PRId64
					    ": keep its line, and write behind it (became) the code of what it is now"),
					  before->divisions[i].code, before->divisions[i].name, before->version);
	return NULL;
}

static bool
follows(const struct pack *before, void *ctx)
{
	struct following *following = ctx;

	following->why = fixed_changed(before, following->now);
	if (!following->why)
		following->why = lost_division(before, following->now);
	if (!following->why)
		following->why = reworded_swapped(before, following->now);
	return !following->why;
}

/* Signed all the same, it would never come into force, or say something else of what stands. */
static enum status
check_follows(struct store *store, const struct pack *pack, struct err *err)
{
	struct following following = { .now = pack };
	enum status status = STATUS_OK;

	if (store_pack(store) && store_pack(store)->version >= pack->version)
		return err_set(err, STATUS_CONFLICT,
			       _("version %" PRId64 " is in force; raise the version in pack.yaml above it to publish a newer pack"),
			       store_pack(store)->version);
	store_each_pack(store, follows, &following);
	if (following.why)
		status = err_set(err, STATUS_CONFLICT, "%s", following.why);
	free(following.why);
	return status;
}

enum status
pack_put(struct store *store, const struct signer *signer, const char *dir, struct id *id, struct err *err)
{
	struct buf problems = { 0 };
	struct pack *pack = NULL;
	enum status status = app_forms_check(dir, &problems, err);
	struct step step;

	buf_release(&problems);
	if (!status)
		status = pack_load(dir, &pack, NULL, err);
	if (status)
		return status;
	act_step_start(&step, STEP_PACK);
	value_set_text(&step.data, "name", pack->name);
	value_set_integer(&step.data, "version", pack->version);
	value_set_take(&step.data, "files", value_copy(&pack->files));
	status = check_follows(store, pack, err);
	if (!status)
		status = act_put(store, signer, &step, id, err);
	step_release(&step);
	pack_free(pack);
	return status;
}

/* ---- what a pack asks anew */

struct asking_anew {
	struct store *store;
	const struct form *form; /* of the pack in force, that was counted last */
	int64_t houses;		 /* in which it stands */
	struct buf *out;
	enum status status;
	struct err *err;
};

/* Is the question asked wherever the form is filled? Not below a condition, nor in rows, of which there may be none. */
static bool
is_asked_everywhere(const struct field *field)
{
	for (const struct field *of = field; of; of = of->parent)
		if (of->relevant.sql || (of != field && of->type == FIELD_REPEAT))
			return false;
	return true;
}

static void
add_asked(const struct form *form, const struct field *field, void *ctx)
{
	struct asking_anew *asking = ctx;
	const struct form *standing = pack_form(store_pack(asking->store), form->name);

	if (!asking->status && asking->form != standing)
		asking->status = store_count_filled(asking->store, standing, &asking->houses, asking->err);
	asking->form = standing;
	if (asking->status || !asking->houses)
		return;
	/* Translators: a form; a question that is added to it; a number of houses. */
	buf_printf(asking->out,
		   !is_asked_everywhere(field)
			   ? n_("- \"%s\": %s (%" PRId64 " house, where it applies)\n",
				"- \"%s\": %s (%" PRId64 " houses, where it applies)\n", asking->houses)
			   : n_("- \"%s\": %s (%" PRId64 " house)\n", "- \"%s\": %s (%" PRId64 " houses)\n", asking->houses),
		   label_text(&form->label, _("en")), label_text(&field->label, _("en")), asking->houses);
}

/* Writes a line for each question that a pack adds to forms that stand here. */
static enum status
find_asked(struct store *store, const struct pack *now, struct buf *out, struct err *err)
{
	struct asking_anew asking = { .store = store, .out = out, .err = err };

	if (store_pack(store) && store_pack(store)->version < now->version)
		added_each(store_pack(store), now, add_asked, &asking);
	return asking.status;
}

static enum status
find_changes(struct store *store, const struct pack *now, struct app_forms_changes *out, struct err *err)
{
	struct buf asked = { 0 }, reworded = { 0 };
	enum status status = find_asked(store, now, &asked, err);

	if (!status)
		otherwise_tell(store, now, &reworded);
	out->asked = !status && asked.len ? buf_detach(&asked) : NULL;
	out->reworded = !status && reworded.len ? buf_detach(&reworded) : NULL;
	buf_release(&asked);
	buf_release(&reworded);
	return status;
}

enum status
app_forms_changes(struct app *app, const char *dir, struct app_forms_changes *out, struct err *err)
{
	struct buf problems = { 0 };
	struct pack *pack = NULL;
	enum status status = app_forms_check(dir, &problems, err); /* nobody says yes to what is refused then */

	buf_release(&problems);
	*out = (struct app_forms_changes){ 0 };
	if (!status)
		status = pack_load(dir, &pack, NULL, err);
	if (!status)
		status = check_follows(app_store(app), pack, err);
	if (!status)
		status = find_changes(app_store(app), pack, out, err);
	pack_free(pack);
	return status;
}

void
app_forms_changes_release(struct app_forms_changes *changes)
{
	free(changes->asked);
	free(changes->reworded);
	*changes = (struct app_forms_changes){ 0 };
}

enum status
app_forms_publish(struct app *app, const char *dir, struct id *step, bool *in_force, struct err *err)
{
	enum status status = act_needs_person(app, err);

	if (!status && !act_as_officer(app))
		status = err_set(err, STATUS_DENIED, _("only the county's officers publish form packs"));
	if (!status)
		status = act_begin(app, err);
	if (status)
		return status;
	status = act_end(app, pack_put(app_store(app), app_signer(app), dir, step, err), err);
	if (!status)
		*in_force = store_pack_id(app_store(app)) && id_equal(store_pack_id(app_store(app)), step);
	return status;
}

/* ---- what is agreed to */

static void
add_labels(const struct pack *pack, const struct names *roles, const char *lang, struct buf *out)
{
	for (size_t i = 0; i < roles->count; i++) {
		const struct role *role = pack_role(pack, roles->items[i]);

		/* Translators: between the names of a list. */
		buf_printf(out, "%s%s", i ? _(", ") : "", role ? label_text(&role->label, lang) : roles->items[i]);
	}
}

static bool
count_question(const struct field *field, void *ctx)
{
	*(size_t *)ctx += field->type != FIELD_GROUP && field->type != FIELD_NOTE;
	return true;
}

static void
add_forms(const struct pack *pack, const char *lang, struct buf *out)
{
	buf_printf(out, n_("\n%zu form, and who fills it:\n", "\n%zu forms, and who fills them:\n", pack->form_count), pack->form_count);
	for (size_t i = 0; i < pack->form_count; i++) {
		size_t questions = 0;

		form_each_field(&pack->forms[i], count_question, &questions);
		buf_printf(out, n_("- %s (%zu field): ", "- %s (%zu fields): ", questions), label_text(&pack->forms[i].label, lang),
			   questions);
		add_labels(pack, &pack->forms[i].by, lang, out);
		buf_char(out, '\n');
	}
	for (size_t i = 0; i < pack->chain_count; i++) {
		const struct chain *chain = &pack->chains[i];

		buf_printf(out, _("\nWho signs %s, one after the other:\n"), label_text(&chain->label, lang));
		for (size_t k = 0; k < chain->level_count; k++) {
			/* Translators: the place of a level, and what it is called; who signs there follows. */
			buf_printf(out, _("%zu. %s: "), k + 1, label_text(&chain->levels[k].label, lang));
			add_labels(pack, &chain->levels[k].by, lang, out);
			buf_char(out, '\n');
		}
	}
}

static void
add_rules(const struct pack *pack, const char *lang, struct buf *out)
{
	buf_printf(out,
		   n_("\n%zu rule; of an error nothing is signed before it is mended or answered:\n",
		      "\n%zu rules; of an error nothing is signed before it is mended or answered:\n", pack->rule_count),
		   pack->rule_count);
	for (size_t i = 0; i < pack->rule_count; i++)
		/* Translators: a mark or nothing, a rule, and what it says. */
		buf_printf(out, _("- %s%s: %s\n"), pack->rules[i].level == RULE_ERROR ? "! " : "", pack->rules[i].id,
			   label_text(&pack->rules[i].message, lang));
	buf_printf(out, n_("\n%zu date:\n", "\n%zu dates:\n", pack->deadline_count), pack->deadline_count);
	for (size_t i = 0; i < pack->deadline_count; i++)
		buf_printf(out, "- %s  %s\n", pack->deadlines[i].date, label_text(&pack->deadlines[i].label, lang));
}

static void
add_divisions(const struct pack *pack, struct buf *out)
{
	buf_printf(out, n_("\n%zu division:", "\n%zu divisions:", pack->division_count), pack->division_count);
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		buf_printf(out, "%s%.*s %s", division->level == DIVISION_VILLAGE ? "  " : "\n", (int)division_digits(division->level),
			   division->code, division->name);
	}
	buf_char(out, '\n');
}

/* The pack of a step; NULL after a failure. */
static struct pack *
pack_of_step(struct app *app, const struct id *id, struct err *err)
{
	struct buf body = { 0 };
	struct step step = { 0 };
	struct pack *pack = NULL;
	enum status status = store_get_step(app_store(app), id, &body, NULL, err);

	if (!status)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status && pack_parse(value_get(&step.data, "files"), &pack, NULL, err))
		pack = NULL;
	step_release(&step);
	buf_release(&body);
	return pack;
}

enum status
app_forms_changes_of(struct app *app, const struct id *id, struct app_forms_changes *out, struct err *err)
{
	struct pack *pack = pack_of_step(app, id, err);
	enum status status;

	*out = (struct app_forms_changes){ 0 };
	if (!pack)
		return err->status;
	status = find_changes(app_store(app), pack, out, err);
	pack_free(pack);
	return status;
}

enum status
app_forms_words(struct app *app, const struct id *id, const char *lang, struct buf *out, struct err *err)
{
	struct app_forms_changes changes = { 0 };
	struct pack *pack = pack_of_step(app, id, err);
	enum status status;

	if (!pack)
		return err->status;
	buf_printf(out, _("%s, version %lld\n"), label_text(&pack->label, lang), (long long)pack->version);
	status = find_changes(app_store(app), pack, &changes, err);
	if (changes.asked)
		buf_printf(out, _("\nAsked anew at houses where the form stands already:\n%s"), changes.asked);
	if (changes.reworded)
		buf_printf(out, _("\nWhat is different once these forms are in force:\n%s"), changes.reworded);
	add_forms(pack, lang, out);
	add_rules(pack, lang, out);
	add_divisions(pack, out);
	app_forms_changes_release(&changes);
	pack_free(pack);
	return status;
}
