#include "app/house/board_key.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/session/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "eval/eval.h"
#include "store/report/report.h"
#include "store/store.h"
#include "trust/holders.h"

static void
add_team(const struct report_row *row, void *ctx)
{
	struct board_keys *keys = ctx;

	if (row->count < 2 || !row->texts[0] || !row->texts[1])
		return;
	MEM_GROW(keys->teams, keys->team_count, keys->team_cap);
	keys->teams[keys->team_count++] = (struct board_team){ .number = strtoll(row->texts[0], NULL, 10),
							       .team = text_names_in_order(row->texts[1]) };
}

static void
add_wrong(const struct report_row *row, void *ctx)
{
	struct board_keys *keys = ctx;
	const struct field *field = row->count < 2 || !row->texts[1] ? NULL : pack_field(app_pack(keys->app), row->texts[1]);

	if (!field || !row->texts[0])
		return;
	MEM_GROW(keys->wrongs, keys->wrong_count, keys->wrong_cap);
	keys->wrongs[keys->wrong_count++] = (struct board_wrong){ .number = strtoll(row->texts[0], NULL, 10), .field = field };
}

/* Of either kind of row: both begin with the house. */
static int
number_order(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}
_Static_assert(offsetof(struct board_team, number) == 0 && offsetof(struct board_wrong, number) == 0, "a row begins with its house");

static enum status
read_rows(struct board_keys *keys, const char *area, const struct expr *sql, void (*add)(const struct report_row *, void *),
	  struct err *err)
{
	struct report_ask ask = { .area = area };
	const struct form **blind = blind_forms(keys->app, &ask.blind_count);
	enum status status;
	char today[11];

	clock_date(clock_now_unix(), today);
	ask.date = today;
	ask.blind = blind;
	status = report_run(app_store(keys->app), sql, &ask, add, keys, err);
	free(blind);
	return status;
}

static enum status
read_teams(struct board_keys *keys, const char *area, struct err *err)
{
	const struct field *team = app_pack(keys->app)->quality.team;
	struct expr sql = { .place = app_pack(keys->app)->quality.place };
	enum status status;

	sql.sql = mem_printf("SELECT b.building AS building, b.%s AS team FROM b WHERE substr(b.division, 1, length(:area)) = :area",
			     team->name);
	status = read_rows(keys, area, &sql, add_team, err);
	free(sql.sql);
	return status;
}

enum status
board_keys_read(struct app *app, const struct board_ask *ask, struct board_keys *out, struct err *err)
{
	const struct quality_words *words = &app_pack(app)->quality;
	enum status status = STATUS_OK;

	*out = (struct board_keys){ .app = app };
	if (words->team && ask->by & 1U << BOARD_TEAM)
		status = read_teams(out, ask->area, err);
	if (!status && words->wrong.sql)
		status = read_rows(out, ask->area, &words->wrong, add_wrong, err);
	if (out->team_count)
		qsort(out->teams, out->team_count, sizeof(*out->teams), number_order);
	if (out->wrong_count)
		qsort(out->wrongs, out->wrong_count, sizeof(*out->wrongs), number_order);
	if (status)
		board_keys_release(out);
	return status;
}

void
board_keys_release(struct board_keys *keys)
{
	for (size_t i = 0; i < keys->team_count; i++)
		free(keys->teams[i].team);
	free(keys->teams);
	free(keys->wrongs);
	*keys = (struct board_keys){ 0 };
}

bool
board_is_wrong(const struct board_keys *keys, int64_t number, const struct rule *rule)
{
	const struct board_wrong *found = keys->wrong_count
						  ? bsearch(&number, keys->wrongs, keys->wrong_count, sizeof(*found), number_order)
						  : NULL;

	while (found && found > keys->wrongs && found[-1].number == number)
		found--;
	for (; found && found < keys->wrongs + keys->wrong_count && found->number == number; found++)
		if (rule && eval_rule_is_about(store_eval(app_store(keys->app)), rule, found->field))
			return true;
	return false;
}

static const struct credential *
credential_of(const struct board_keys *keys, const struct id *author)
{
	return author ? trust_credential(store_trust(app_store(keys->app)), author) : NULL;
}

const char *
board_person(const struct board_keys *keys, const struct id *author)
{
	const struct credential *credential = credential_of(keys, author);

	return credential ? credential->name : "";
}

const char *
board_code(struct board_keys *keys, enum board_by by, const struct board_place *place)
{
	const struct credential *credential;
	const struct board_team *team;

	switch (by) {
	case BOARD_RULE:
		return place->rule;
	case BOARD_VILLAGE:
		return place->division;
	case BOARD_KIND:
		keys->kind[0] = (char)('0' + place->kind % 10);
		return keys->kind;
	case BOARD_TEAM:
		team = keys->team_count ? bsearch(&place->number, keys->teams, keys->team_count, sizeof(*team), number_order) : NULL;
		return team ? team->team : "";
	default:
		credential = credential_of(keys, place->author);
		return credential ? credential->person : "";
	}
}

static const char *
kind_words(const struct pack *pack, int64_t kind)
{
	const struct chain *chain = &pack->chains[0];

	for (size_t i = 0; i < chain->error_count; i++)
		if (chain->errors[i].kind == kind)
			return label_text(&chain->errors[i].label, _("en"));
	return _("other");
}

char *
board_name(const struct board_keys *keys, enum board_by by, const struct board_place *place)
{
	const struct pack *pack = app_pack(keys->app);
	const struct rule *rule = pack_rule(pack, place->rule);

	switch (by) {
	case BOARD_RULE:
		return mem_strdup(rule					  ? label_text(&rule->message, _("en"))
				  : strcmp(place->rule, RULE_LIMITS) == 0 ? _("a value that may not stand there, or one that is missing")
				  : strcmp(place->rule, CHECK_PICTURE) == 0
					  ? _("a photo that stands at another house, too, or looks like another one")
					  : _("asked by the program while a form is filled"));
	case BOARD_KIND:
		return mem_strdup(kind_words(pack, place->kind));
	case BOARD_VILLAGE:
		return app_place_name(keys->app, place->division);
	case BOARD_TEAM:
		return mem_strdup(board_code((struct board_keys *)(uintptr_t)keys, by, place));
	default:
		return mem_strdup(board_person(keys, place->author));
	}
}
