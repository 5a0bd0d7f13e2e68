#include "app/people/upto.h"

#include "store/runs.h"
#include "store/store.h"
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
	bool (*wanted)(const struct id *author, const void *ctx);
	const void *ctx;
	struct value *upto;
	size_t count;
};

static bool
add_end(const struct store_run *run, void *ctx)
{
	struct adding_ends *adding = ctx;

	if (adding->wanted(&run->log.author, adding->ctx)) {
		add_id(adding->upto, &run->end);
		adding->count++;
	}
	return adding->count < ENDS_MAX;
}

enum status
upto_add_ends(struct app *app, bool (*wanted)(const struct id *author, const void *ctx), const void *ctx, struct value *upto,
	      struct err *err)
{
	struct adding_ends adding = { wanted, ctx, upto, 0 };
	enum status status = store_each_run(app_store(app), add_end, &adding, err);

	value_sort_texts(upto);
	return status;
}
