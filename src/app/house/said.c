#include "app/house/said.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/history.h"
#include "app/house/place.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/visible.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/reason.h"

/* Steps about two houses, as the page of one of them tells them. */

#define SAID_MOST 40 /* told of one house: whoever has a right over a house may sign as much of it as he likes */

struct gathering_said {
	const struct id *root;
	struct trust_said *items;
	size_t count, cap;
};

static void
gather_said(const struct trust_said *said, void *ctx)
{
	struct gathering_said *gathering = ctx;

	MEM_GROW(gathering->items, gathering->count, gathering->cap);
	gathering->items[gathering->count++] = *said;
}

static int
said_cmp(const void *a, const void *b)
{
	const struct trust_said *left = a, *right = b;

	return left->saying != right->saying ? (int)left->saying - (int)right->saying : id_cmp(&left->step, &right->step);
}

bool
house_pair_is_decided(struct app *app, const struct id *one, const char *division, const struct id *other, const char *other_division)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t count, beside;

	free(trust_decisions_about(trust, one, division, other, &count));
	free(trust_decisions_about(trust, other, other_division, one, &beside));
	return count + beside > 0;
}

/* The other house as this file knows it. */
struct beside {
	char *place;
	char division[DIVISION_CODE_LEN + 1]; /* "": it is not here */
};

static struct beside
find_beside(struct app *app, const struct id *other)
{
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	struct beside beside = { 0 };
	struct err ignored = { 0 };
	char shortened[9];

	if (dossier_load(app_store(app), other, app_is_unlocked(app) ? &reader : NULL, &dossier, &ignored)) {
		beside.place = mem_printf(_("house %s"), id_short(other, shortened));
		return beside;
	}
	beside.place = building_place(app, dossier);
	division_code(dossier->division, beside.division);
	dossier_free(dossier);
	return beside;
}

static char *
text_of(const struct trust_said *said, const char *place)
{
	return mem_printf(said->saying == TRUST_SAYS_DECIDED && said->same ? _("decided: one house with \"%s\"")
			  : said->saying == TRUST_SAYS_DECIDED		   ? _("decided: \"%s\" is another house")
			  : said->same					   ? _("proposed: one house with \"%s\"")
			  : said->saying == TRUST_SAYS_WITHDRAWS	   ? _("took back the proposal: one house with \"%s\"")
									   : _("said without a right to: \"%s\" is another house"),
			  place);
}

/* What became of a proposal. */
static void
judge_proposal(struct app *app, const struct trust_said *from, const char *division, const struct beside *beside, struct house_said *out)
{
	char *roles;

	if (!*beside->division) {
		out->why = mem_strdup(_("no effect: the other house is not in this file"));
	} else if (!credential_covers(from->author, division) || !credential_covers(from->author, beside->division)) {
		out->saying = TRUST_SAYS_NOTHING;
		out->why = mem_strdup(_("no effect: who signed it has no right over both houses"));
	} else if (house_pair_is_decided(app, &from->about, id_equal(&from->about, &out->other) ? beside->division : division, &from->with,
					 id_equal(&from->about, &out->other) ? division : beside->division)) {
		out->why = mem_strdup(_("decided since"));
	} else {
		roles = app_pack(app) ? app_roles_text(app, &app_pack(app)->acts_decision) : mem_strdup("?");
		out->waits = true;
		out->why = mem_printf(_("waits for a decision, by: %s"), roles);
		free(roles);
	}
}

/* When, why, and whether the county has it. */
static void
read_signed(struct app *app, struct house_said *out)
{
	struct store *store = app_store(app);
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	if (!store_get_step(store, &out->step, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		const char *reason = value_get_text(&step.data, "reason");

		clock_minute(step.at_unix, out->at);
		out->reason = reason ? visible_line(reason) : NULL;
		out->delivered = history_is_delivered(store_trust(store), &step);
	}
	step_release(&step);
	buf_release(&body);
}

static void
read_said(struct app *app, const struct id *root, const char *division, const struct trust_said *from, struct house_said *out)
{
	struct beside beside;

	*out = (struct house_said){ .step = from->step,
				    .other = id_equal(&from->about, root) ? from->with : from->about,
				    .saying = from->saying,
				    .same = from->same,
				    .by = mem_strdup(from->author ? from->author->name : NULL),
				    .role = mem_strdup(from->author ? from->author->role : NULL) };
	read_signed(app, out);
	beside = find_beside(app, &out->other);
	out->text = text_of(from, beside.place);
	if (from->saying == TRUST_SAYS_PROPOSED)
		judge_proposal(app, from, division, &beside, out);
	else if (from->saying == TRUST_SAYS_WITHDRAWN)
		out->why = mem_strdup(_("taken back"));
	else if (from->saying == TRUST_SAYS_NOTHING)
		out->why = mem_strdup(trust_reason_text(from->reason));
	secret_free(beside.place);
}

void
house_said_read(struct app *app, const struct id *root, const char *division, struct house_said_list *out)
{
	struct gathering_said gathering = { .root = root };

	*out = (struct house_said_list){ 0 };
	trust_each_said(store_trust(app_store(app)), root, gather_said, &gathering);
	if (gathering.count)
		qsort(gathering.items, gathering.count, sizeof(*gathering.items), said_cmp);
	out->count = gathering.count < SAID_MOST ? gathering.count : SAID_MOST;
	out->more = gathering.count - out->count;
	out->items = mem_array(out->count, sizeof(*out->items));
	for (size_t i = 0; i < out->count; i++)
		read_said(app, root, division, &gathering.items[i], &out->items[i]);
	free(gathering.items);
}

char *
house_said_words(const struct house_said *said)
{
	return mem_printf(_("%s %.10s %s: %s (%s)"), said->by ? said->by : "?", said->at, said->text, said->reason ? said->reason : "?",
			  said->why ? said->why : "");
}

void
house_said_release(struct house_said_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].by);
		free(list->items[i].role);
		free(list->items[i].reason);
		secret_free(list->items[i].text);
		free(list->items[i].why);
	}
	free(list->items);
	*list = (struct house_said_list){ 0 };
}
