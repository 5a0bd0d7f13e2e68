#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/stick/receipt.h"
#include "app/table/draw.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/store.h"
#include "trust/receipts.h"

/* How the signed draws stand: their houses, and what the checks of these found. */

const char *
app_draw_words(enum draw_standing standing)
{
	static const char *const words[DRAW_STANDING_COUNT] = {
		[DRAW_TOLD] = N_("told; no county receipt covers it yet, and no seed can follow before"),
		[DRAW_RECEIVED] = N_("told and received; the seed is still to come"),
		[DRAW_SEEDED] = N_("drawn; no later county receipt covers that yet"),
		[DRAW_STANDS] = N_("drawn, and it stands: the seed came after a county receipt of what was told"),
		[DRAW_TOO_EARLY] = N_("drawn, but the seed came before a county receipt of what was told: it may have been known"),
		[DRAW_CONFLICT] = N_("two versions of the draw stand beside each other: neither counts"),
		[DRAW_MISDATED] = N_(
			"it does not stand: the lottery's day must come after the day of the telling and after the receipt drawn from, and the seed not before it"),
		[DRAW_UNPROVEN] = N_("it was not drawn again on this laptop yet, and is not counted before"),
		[DRAW_DIFFERS] = N_(
			"it does not stand: its receipt is not here, or its houses are not those that receipt, strata and seed give"),
	};

	return _(words[standing]);
}

/* ---- what is signed */

static const char *
choice_label(const struct list *list, const char *name, const char *lang)
{
	for (size_t i = 0; list && name && i < list->choice_count; i++)
		if (strcmp(list->choices[i].name, name) == 0)
			return label_text(&list->choices[i].label, lang);
	return name ? name : "";
}

static void
read_strata(const struct pack *pack, const struct value *data, const char *lang, struct app_draw *out)
{
	const struct draw_words *words = &pack->draw;
	const struct field *summary = pack->chains[0].summary;
	const struct value *strata = value_get_list(data, words->names[DRAW_STRATA]);

	out->strata = mem_array(strata ? strata->list.count + 1 : 1, sizeof(*out->strata));
	for (size_t i = 0; strata && i < strata->list.count; i++) {
		const struct value *row = &strata->list.items[i];
		const char *value = value_get_text(row, words->names[DRAW_STRATUM]);
		struct drawn_stratum *stratum = &out->strata[out->stratum_count++];

		stratum->value = mem_strdup(value ? value : "");
		stratum->label = mem_strdup(choice_label(summary ? summary->list : NULL, value, lang));
		stratum->houses = value_get_integer(row, words->names[DRAW_HOUSES], 0);
		stratum->quota = value_get_integer(row, words->names[DRAW_QUOTA], 0);
	}
}

static void
read_houses(const struct draw_words *words, const struct value *data, struct app_draw *out)
{
	const struct value *drawn = value_get_list(data, words->names[DRAW_DRAWN]);

	out->houses = mem_array(drawn ? drawn->list.count + 1 : 1, sizeof(*out->houses));
	for (size_t i = 0; drawn && i < drawn->list.count; i++) {
		const struct value *row = &drawn->list.items[i];
		const char *root = value_get_text(row, words->names[DRAW_HOUSE]), *from = value_get_text(row, words->names[DRAW_FROM]);
		struct drawn_house *house = &out->houses[out->house_count];

		*house = (struct drawn_house){ .rank = (size_t)value_get_integer(row, words->names[DRAW_RANK], 0) };
		for (size_t s = 0; from && s < out->stratum_count; s++)
			if (strcmp(out->strata[s].value, from) == 0)
				house->stratum = s;
		out->house_count += root && id_from_hex(root, &house->root);
	}
}

/* ---- what the checks found */

struct check_reading {
	const struct pack *pack;
	const char *lang;
	struct app_draw *draw;
};

/* Labels of the codes that spaces part; NULL: none. The caller frees. */
static char *
labels_of(const struct list *list, const char *codes, const char *lang)
{
	struct buf out = { 0 };

	for (size_t i = 0; list && codes && i < list->choice_count; i++) {
		size_t len = strlen(list->choices[i].name);

		for (const char *at = codes; *at; at += strcspn(at, " "), at += strspn(at, " "))
			if (strcspn(at, " ") == len && strncmp(at, list->choices[i].name, len) == 0)
				buf_printf(&out, "%s%s", out.len ? _(", ") : "", label_text(&list->choices[i].label, lang));
	}
	return out.len ? buf_detach(&out) : NULL;
}

static bool
take_check(const struct draw_check *check, void *ctx)
{
	struct check_reading *reading = ctx;
	const struct draw_words *words = &reading->pack->draw;

	for (size_t i = 0; i < reading->draw->house_count; i++) {
		struct drawn_house *house = &reading->draw->houses[i];

		if (!id_equal(&house->root, &check->building))
			continue;
		free(house->words);
		house->slot = check->slot;
		house->state = check->unreached ? CHECK_UNREACHED : CHECK_DONE;
		house->words = labels_of(words->fields[check->unreached ? DRAW_UNREACHED : DRAW_WRONG]->list,
					 check->unreached ? check->unreached : check->wrong, reading->lang);
	}
	return true;
}

/* Says which houses wait, in the order of their stratum: as many as its quota that nobody failed to look at. */
static void
count_houses(struct app_draw *draw)
{
	for (size_t s = 0; s < draw->stratum_count; s++) {
		int64_t left = draw->strata[s].quota;

		draw->wanted += (size_t)left;
		for (size_t i = 0; i < draw->house_count; i++) {
			struct drawn_house *house = &draw->houses[i];

			if (house->stratum != s)
				continue;
			draw->unreached += house->state == CHECK_UNREACHED;
			draw->done += house->state == CHECK_DONE;
			draw->wrong += house->state == CHECK_DONE && house->words;
			if (house->state == CHECK_WAITS && left <= 0)
				house->state = CHECK_SPARE;
			left -= house->state == CHECK_DONE || house->state == CHECK_WAITS;
		}
	}
}

static enum status
read_draw(struct app *app, const struct store_draw *from, const char *lang, struct app_draw *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	const struct draw_words *words = &pack->draw;
	const char *receipt = value_get_text(&from->data, words->names[DRAW_RECEIPT]),
		   *seed = value_get_text(&from->data, words->names[DRAW_SEED]);
	const char *source = value_get_text(&from->data, words->names[DRAW_SOURCE]),
		   *day = value_get_text(&from->data, words->names[DRAW_DAY]);
	struct id id;

	*out = (struct app_draw){ .id = from->id, .head = from->head, .standing = from->standing, .rivals = from->rivals };
	strcpy(out->township, from->township);
	out->place = app_place_name(app, from->township);
	out->by = mem_strdup(from->by);
	out->source = mem_strdup(source ? source : "");
	out->seed = seed ? mem_strdup(seed) : NULL;
	clock_date(from->told_unix, out->told);
	strncpy(out->day, day ? day : "", sizeof(out->day) - 1);
	out->receipt = receipt && id_from_hex(receipt, &id) ? trust_receipt_no(store_trust(app_store(app)), &id) : 0;
	read_strata(pack, &from->data, lang, out);
	read_houses(words, &from->data, out);
	if (out->house_count) {
		enum status status = store_each_check(app_store(app), &out->id, take_check, &(struct check_reading){ pack, lang, out },
						      err);

		if (status)
			return status;
	}
	count_houses(out);
	return STATUS_OK;
}

enum status
app_draws(struct app *app, const char *area, const char *lang, struct app_draws *out, struct err *err)
{
	struct store_draw *draws = NULL;
	size_t count = 0;
	enum status status = app_check_area(app, area, err);

	*out = (struct app_draws){ 0 };
	if (!status && !(app_pack(app) && app_pack(app)->draw.form))
		status = err_set(err, STATUS_NOT_FOUND, _("the form pack in force draws no houses"));
	if (!status)
		status = app_sample_may_know(app, err);
	if (status)
		return status;
	app_draws_prove(app, DRAWS_UNPROVEN);
	status = store_draws(app_store(app), area, &draws, &count, err);
	if (status)
		return status;
	out->items = mem_array(count + 1, sizeof(*out->items));
	for (size_t i = 0; i < count && !status; i++)
		status = read_draw(app, &draws[i], lang, &out->items[out->count++], err);
	store_draws_free(draws, count);
	if (status)
		app_draws_release(out);
	return status;
}

/* Does a draw wait for the lottery of that day? Its houses are drawn on that day at the earliest. */
static bool
waits_for_lottery(enum draw_standing standing, const char *day)
{
	char today[11];

	clock_date(clock_now_unix(), today);
	return standing <= DRAW_RECEIVED && day && clock_days(day) >= clock_days(today);
}

bool
app_draws_wait(const struct app_draws *draws, const char *township)
{
	bool waits = false;

	for (size_t i = 0; i < draws->count; i++)
		waits |= strcmp(draws->items[i].township, township) == 0 &&
			 waits_for_lottery(draws->items[i].standing, draws->items[i].day);
	return waits;
}

enum status
app_draws_none_waits(struct app *app, const char *township, struct err *err)
{
	const char *day_name = app_pack(app)->draw.names[DRAW_DAY];
	struct store_draw *draws = NULL;
	size_t count = 0;
	enum status status = store_draws(app_store(app), township, &draws, &count, err);

	for (size_t i = 0; i < count && !status; i++) {
		const char *day = value_get_text(&draws[i].data, day_name);
		char *place;

		if (!waits_for_lottery(draws[i].standing, day))
			continue;
		place = app_place_name(app, township);
		status = err_set(err, STATUS_CONFLICT,
				 _("in %s the draw of %s waits for the lottery of %s: another is told when that is over"), place,
				 draws[i].by, day);
		free(place);
	}
	store_draws_free(draws, count);
	return status;
}

void
app_draws_release(struct app_draws *draws)
{
	for (size_t i = 0; i < draws->count; i++) {
		struct app_draw *draw = &draws->items[i];

		free(draw->place);
		free(draw->by);
		free(draw->source);
		free(draw->seed);
		for (size_t s = 0; s < draw->stratum_count; s++) {
			free(draw->strata[s].value);
			free(draw->strata[s].label);
		}
		for (size_t h = 0; h < draw->house_count; h++)
			free(draw->houses[h].words);
		free(draw->strata);
		free(draw->houses);
	}
	free(draws->items);
	*draws = (struct app_draws){ 0 };
}

enum status
app_draw_find(const struct app_draws *draws, const char *digits, struct app_draw **out, struct err *err)
{
	char hex[ID_HEX_LEN + 1];

	*out = NULL;
	for (size_t i = 0; i < draws->count; i++) {
		if (strlen(digits) < 8 || strncmp(id_hex(&draws->items[i].id, hex), digits, strlen(digits)) != 0)
			continue;
		if (*out)
			return err_set(err, STATUS_CONFLICT, _("\"%s\" begins several draws; write more of its digits"), digits);
		*out = &draws->items[i];
	}
	return *out ? STATUS_OK
		    : err_set(err, STATUS_NOT_FOUND, _("no draw whose digits begin with \"%s\" is here; at least 8 are wanted"), digits);
}

/* ---- what a file keeps of them */

static void
compare_kept(const struct store_draw *kept, const struct store_draw *now, size_t count, struct buf *said, size_t *wrong)
{
	for (size_t i = 0; i < count; i++) {
		bool stood = kept[i].standing == DRAW_SEEDED || kept[i].standing == DRAW_STANDS;
		char shortened[9];

		if (!(stood && now[i].fails) && !(kept[i].fails && !now[i].fails))
			continue;
		++*wrong;
		buf_printf(said,
			   stood ? _("draw %s: the file says that the same houses came out when it was drawn again, and other houses do\n")
				 : _("draw %s: the file says that other houses came out when it was drawn again, and the same do\n"),
			   id_short(&kept[i].id, shortened));
	}
}

void
app_draws_verify(const char *path, struct buf *said, size_t *wrong)
{
	struct store_draw *kept = NULL, *now = NULL;
	size_t kept_count = 0, now_count = 0;
	struct app *app = NULL;
	struct err why = { 0 };
	enum status status = app_open(path, APP_READ, &app, &why);

	*wrong = 0;
	if (!status)
		status = store_draws(app_store(app), "", &kept, &kept_count, &why);
	if (!status) {
		app_draws_prove(app, DRAWS_ALL); /* a file that is only read keeps nothing: known until it is closed */
		status = store_draws(app_store(app), "", &now, &now_count, &why);
	}
	if (!status && kept_count == now_count)
		compare_kept(kept, now, kept_count, said, wrong);
	else if (status)
		buf_printf(said, _("the draws could not be drawn again: %s\n"), why.text);
	store_draws_free(kept, kept_count);
	store_draws_free(now, now_count);
	app_close(app);
}

bool
app_draw_may_receive(struct app *app)
{
	struct app_owed owed = { 0 };
	struct err unread = { 0 };

	return app_person_name(app) && app_receives(app) && !app_receipt_owed(app, &owed, &unread) && owed.mine;
}

/* ---- what comes next */

enum status
app_draw_turn(const struct draw_turn *turn, struct err *err)
{
	char today[11];

	clock_date(clock_now_unix(), today);
	if (turn->standing == DRAW_MISDATED || turn->standing == DRAW_DIFFERS)
		return err_set(err, STATUS_CONFLICT, "%s", app_draw_words(turn->standing));
	if (turn->standing == DRAW_TOLD)
		return err_set(
			err, STATUS_CONFLICT,
			_("no county receipt covers yet what is drawn from: let the county's laptop take it in first, then give the seed"));
	if (turn->standing != DRAW_RECEIVED)
		return err_set(err, STATUS_CONFLICT, _("the houses of this draw are drawn already"));
	if (turn->day && clock_days(turn->day) > clock_days(today))
		return err_set(err, STATUS_CONFLICT, _("the lottery is on %s: its numbers cannot be known yet"), turn->day);
	return STATUS_OK;
}

enum status
app_draw_receive(struct app *app, int64_t *number, struct err *err)
{
	struct app_owed owed = { 0 };
	enum status status = act_needs_person(app, err);

	if (!status && !app_receives(app))
		return err_set(err, STATUS_DENIED, _("this is not the laptop that writes the county's receipts: hand it a file"));
	if (!status)
		status = app_receipt_owed(app, &owed, err);
	if (!status && !owed.mine)
		return owed.by ? err_set(err, STATUS_DENIED, _("the county's receipt is written by %s, whose right is for this laptop"),
					 owed.by)
			       : err_set(err, STATUS_DENIED,
					 _("no officer has a right for just this laptop: nobody can write the county's receipt"));
	if (!status)
		status = app_receipt(app, number, err);
	return status || *number ? status : err_set(err, STATUS_CONFLICT, _("the county's receipt of all that is here is written already"));
}
