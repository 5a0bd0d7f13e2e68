#include "store/proof/checkup.h"

#include "store/inside.h"
#include "store/journal.h"
#include "store/schema.h"
#include "store/tip.h"
#include "trust/receipts.h"

/* Is it ours, and does every page belong to one table? */
static enum status
look_at_pages(const char *path, bool *other_version, struct err *err)
{
	enum schema_state state = SCHEMA_OURS;
	struct store *store = NULL;
	enum status status = store_look(path, err);

	if (!status)
		status = store_open_raw(path, &store, err);
	if (!status)
		status = schema_look(store->db, &state, err);
	if (!status)
		status = schema_check_pages(store->db, err);
	*other_version = state == SCHEMA_OTHER;
	store_close(store);
	return status;
}

enum status
store_checkup(const char *path, struct store_checkup *out, struct err *err)
{
	const struct id *receipt;
	struct store *store = NULL;
	int64_t n;
	enum status status;

	*out = (struct store_checkup){ 0 };
	status = look_at_pages(path, &out->other_version, err);
	/* Opening a register of another version would make it anew. */
	if (status || out->other_version)
		return status;
	status = store_open(path, STORE_READ_ONLY, &store, err);
	if (status)
		return status;
	out->steps = store_step_count(store);
	receipt = trust_anchor(store_trust(store));
	if (receipt)
		status = store_arrival(store, receipt, &n, &out->receipt_at, err);
	store_close(store);
	return status;
}
