#include "app/people/follow.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/officers.h"
#include "app/people/request.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/settle/follow.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"

#define FOUNDING_DIGITS_MIN 16 /* fewer could be met by trying */

struct listing_foundings {
	const struct app *app;
	struct app_foundings *out;
	size_t cap;
};

static enum app_founding_kind
kind_of(const struct trust *trust, const struct store_founding *founding)
{
	const struct id *newest = trust_genesis(trust);

	if (newest && id_equal(newest, &founding->id))
		return FOUNDING_IN_FORCE;
	for (size_t i = 0; trust_genesis_at(trust, i); i++)
		if (id_equal(trust_genesis_at(trust, i), &founding->id))
			return FOUNDING_BEFORE;
	return founding->waits ? FOUNDING_WAITS : FOUNDING_OTHER;
}

static bool
add_founding(const struct store_founding *founding, void *ctx)
{
	struct listing_foundings *listing = ctx;
	const struct trust *trust = store_trust(app_store(listing->app));
	const struct value *officers = value_get_list(&founding->step->data, "officers");
	const char *county = value_get_text(&founding->step->data, "name");
	const struct credential *by = trust_credential(trust, &founding->step->author);
	struct app_founding *at;

	MEM_GROW(listing->out->items, listing->out->count, listing->cap);
	at = &listing->out->items[listing->out->count++];
	*at = (struct app_founding){
		.id = founding->id,
		.kind = kind_of(trust, founding),
		.author = founding->step->author,
		.county = mem_strdup(county ? county : ""),
		.by = by ? mem_strdup(by->name) : NULL,
		.officers = officers ? (int64_t)officers->list.count : 0,
		.threshold = value_get_integer(&founding->step->data, "threshold", 0),
	};
	clock_minute(founding->step->at_unix, at->at);
	return true;
}

static int
founding_cmp(const void *a, const void *b)
{
	const struct app_founding *left = a, *right = b;
	int order = (int)left->kind - (int)right->kind;

	if (!order)
		order = strcmp(right->at, left->at);
	return order ? order : id_cmp(&left->id, &right->id);
}

/* The signer of a founding that waits is a mere request so far. */
static enum status
name_signers(struct app *app, struct app_foundings *foundings, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < foundings->count && !status; i++) {
		struct credential asked = { 0 };
		bool found = false;

		if (foundings->items[i].by)
			continue;
		status = store_request(app_store(app), &foundings->items[i].author, &asked, &found, err);
		if (!status && found)
			foundings->items[i].by = mem_strdup(asked.name);
		credential_release(&asked);
	}
	return status;
}

enum status
app_foundings(struct app *app, struct app_foundings *out, struct err *err)
{
	struct app_foundings foundings = { 0 };
	struct listing_foundings listing = { .app = app, .out = &foundings };
	enum status status = store_each_founding(app_store(app), add_founding, &listing, err);

	if (!status)
		status = name_signers(app, &foundings, err);
	if (status)
		app_foundings_release(&foundings);
	if (foundings.count)
		qsort(foundings.items, foundings.count, sizeof(*foundings.items), founding_cmp);
	*out = foundings;
	return status;
}

bool
app_founding_code(const struct app *app, char code[REQUEST_CODE_LEN + 1])
{
	const struct id *genesis = trust_genesis(store_trust(app_store(app)));

	if (genesis)
		request_code(genesis, code);
	return genesis != NULL;
}

bool
app_is_office(const struct app *app)
{
	const struct trust *trust = store_trust(app_store(app));

	return app_person_is_officer(app) || (app_has_device(app) && trust_is_receiver(trust, app_device(app)));
}

#define COMPARED "founding" /* the setting: the code that was compared */

bool
app_founding_is_compared(struct app *app)
{
	const struct trust *trust = store_trust(app_store(app));
	char *compared = app_remembered(app, COMPARED), code[REQUEST_CODE_LEN + 1];
	bool is = false;

	for (size_t i = 0; compared && !is && trust_genesis_at(trust, i); i++) {
		request_code(trust_genesis_at(trust, i), code);
		is = strcmp(compared, code) == 0;
	}

	free(compared);
	return is;
}

#define ASK "?" /* instead of a code: nobody compared it yet */

void
app_founding_ask(struct app *app)
{
	app_remember(app, COMPARED, ASK);
}

bool
app_founding_is_asked(struct app *app)
{
	char *compared = app_remembered(app, COMPARED);
	bool asked = compared && strcmp(compared, ASK) == 0;

	free(compared);
	return asked;
}

void
app_founding_compared(struct app *app)
{
	char code[REQUEST_CODE_LEN + 1];

	if (app_founding_code(app, code))
		app_remember(app, COMPARED, code);
}

void
app_foundings_release(struct app_foundings *foundings)
{
	for (size_t i = 0; i < foundings->count; i++) {
		free(foundings->items[i].county);
		free(foundings->items[i].by);
	}
	free(foundings->items);
	*foundings = (struct app_foundings){ 0 };
}

size_t
app_foundings_contend(const struct app *app, bool *open)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t count;

	(void)trust_rivals(trust, &count);
	*open = trust_rivals_open(trust);
	return count;
}

enum status
app_founding_find(struct app *app, const char *digits, struct id *out, struct err *err)
{
	char *wanted = request_digits(digits), hex[ID_HEX_LEN + 1];
	struct app_foundings foundings = { 0 };
	size_t fitting = 0;
	enum status status = STATUS_OK;

	if (strlen(wanted) < FOUNDING_DIGITS_MIN)
		status = err_set(err, STATUS_INVALID,
				 _("give at least the first %d digits of the founding step, as its office reads them out"),
				 FOUNDING_DIGITS_MIN);
	if (!status)
		status = app_foundings(app, &foundings, err);
	for (size_t i = 0; i < foundings.count && !status; i++)
		if (strncmp(id_hex(&foundings.items[i].id, hex), wanted, strlen(wanted)) == 0) {
			*out = foundings.items[i].id;
			fitting++;
		}
	if (!status && fitting != 1)
		status = err_set(
			err, STATUS_NOT_FOUND,
			_("the digits \"%s\" are not those of this file: listen once more. If they differ again, do not use the file; ask the county's office for its own"),
			digits);
	app_foundings_release(&foundings);
	free(wanted);
	return status;
}

enum status
app_follow(struct app *app, const struct id *founding, struct err *err)
{
	enum status status = act_begin(app, err);

	if (status)
		return status;
	status = act_end(app, store_follow(app_store(app), founding, err), err);
	if (!status && app_is_unlocked(app))
		app_lock(app);
	return status;
}
