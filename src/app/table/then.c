#include "app/table/then.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/temporary.h"
#include "store/report/as_of.h"
#include "store/store.h"

enum status
register_then_open(struct app *app, int64_t receipt, const char *area, struct register_then *out, struct err *err)
{
	struct register_then then = { .path = temporary_name(app_workspace(app)) };
	enum status status = store_as_of(app_store(app), receipt, area, then.path, NULL, &then.store, err);

	if (status)
		free(then.path);
	else
		*out = then;
	return status;
}

void
register_then_close(struct register_then *then)
{
	if (then->store) {
		store_close(then->store);
		unlink(then->path);
		free(then->path);
	}
	*then = (struct register_then){ 0 };
}
