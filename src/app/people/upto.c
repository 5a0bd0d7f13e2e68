#include "app/people/upto.h"

#include "base/i18n.h"
#include "store/settle/runs.h"
#include "store/store.h"
#include "trust/covers.h"
#include "trust/receipts.h"

/* Of the 1,040 ids that an upto may have. */
enum { RECEIPTS_MAX = 16, ENDS_MAX = STEP_UPTO_MAX - RECEIPTS_MAX };

static void
add_id(struct value *upto, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	value_append_take(upto, value_text(id_hex(id, hex)));
}

void
upto_add_receipts(const struct app *app, struct value *upto)
{
	size_t count;
	const struct id *newest = trust_newest_receipts(store_trust(app_store(app)), &count);

	for (size_t i = 0; i < count && i < RECEIPTS_MAX; i++)
		add_id(upto, &newest[i]);
}

struct adding_ends {
	const struct trust *trust;
	int64_t receipt; /* what it covers needs no name of its own; 0: nothing */
	bool (*wanted)(const struct id *author, const void *ctx);
	const void *ctx;
	struct value *upto;
	size_t count;
	bool full;
};

static bool
add_end(const struct store_run *run, void *ctx)
{
	struct adding_ends *adding = ctx;

	if (!adding->wanted(&run->log.author, adding->ctx) ||
	    (adding->receipt && trust_covers(adding->trust, adding->receipt, &run->log, run->seq, &run->end)))
		return true;
	adding->full = adding->count == ENDS_MAX;
	if (!adding->full) {
		add_id(adding->upto, &run->end);
		adding->count++;
	}
	return !adding->full;
}

enum status
upto_add_ends(struct app *app, bool (*wanted)(const struct id *author, const void *ctx), const void *ctx, struct value *upto,
	      struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct adding_ends adding = { .trust = trust, .wanted = wanted, .ctx = ctx, .upto = upto };
	enum status status;
	size_t newest;

	trust_newest_receipts(trust, &newest);
	if (newest <= RECEIPTS_MAX) /* then all that the newest of the main line covers is named by receipts */
		adding.receipt = trust_anchor_no(trust);
	status = store_each_run(app_store(app), add_end, &adding, err);
	if (!status && adding.full)
		status =
			err_set(err, STATUS_CONFLICT,
				_("more logs are here in no county receipt than one step can name; have this file taken in at the county's "
				  "receiving laptop, take its receipt in here, and do it again"));
	value_sort_texts(upto);
	return status;
}
