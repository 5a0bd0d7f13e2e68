#include <stdlib.h>
#include <string.h>

#include "app/session/session.h"
#include "base/i18n.h"
#include "store/verify.h"

/* louce verify: every id, signature, chain, photo and box, and the register against the steps. */

struct verifying {
	struct app_verdict *out;
	struct buf *problems;
};

static void
on_problem(const char *text, void *ctx)
{
	struct verifying *verifying = ctx;

	if (verifying->out->problems++ < 100)
		buf_printf(verifying->problems, "%s\n", text);
}

enum status
app_verify(const char *path, struct app_verdict *out, struct buf *problems, struct err *err)
{
	struct verifying verifying = { out, problems };
	struct verify_counts counts = { 0 };
	enum status status = seal_init(err);

	*out = (struct app_verdict){ 0 };
	if (!status)
		status = store_verify(path, &counts, on_problem, &verifying, err);
	out->steps = counts.steps;
	out->photos = counts.photos;
	out->boxes = counts.boxes;
	out->missing = counts.missing;
	if (status)
		return status;
	if (out->problems)
		return err_set(err, STATUS_TAMPERED, _("\"%s\" does not verify; use another copy, and tell the county office"), path);
	return STATUS_OK;
}
