#include "app/session/look.h"

#include "base/machine/clock.h"
#include "photo/photo.h"
#include "store/houses/looks.h"
#include "store/store.h"

#define CATCH_UP_MS 3000

uint64_t
look_of_bytes(const void *bytes, size_t len)
{
	struct err ignored = { 0 };
	uint64_t look;

	return photo_look(bytes, len, &look, &ignored) ? 0 : look;
}

enum status
looks_catch_up(struct store *store, struct err *err)
{
	int64_t until = clock_monotonic_ms() + CATCH_UP_MS;
	enum status status = STATUS_OK;
	bool found = true;

	while (found && !status && clock_monotonic_ms() < until)
		status = store_photo_look_next(store, look_of_bytes, &found, err);
	return status;
}

void
looks_after(struct store *store)
{
	struct err ignored = { 0 };

	if (store_begin(store, &ignored))
		return;
	if (looks_catch_up(store, &ignored) || store_commit(store, &ignored))
		store_rollback(store);
}
