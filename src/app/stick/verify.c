#include "app/stick/verify.h"

#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/visible.h"
#include "exchange/intake/prove.h"
#include "seal/seal.h"
#include "store/proof/verify.h"

#define LINES_TOLD 100 /* of each weight */

struct verify_lines {
	struct app_verdict *out;
	struct buf *said;
};

static void
on_said(enum verify_weight weight, const char *text, void *ctx)
{
	struct verify_lines *lines = ctx;
	int64_t *count = weight == VERIFY_PROBLEM ? &lines->out->problems : &lines->out->findings;

	if ((*count)++ < LINES_TOLD)
		visible_printf(lines->said, "%s\n", text);
}

/* A file that travels has a signed end; what is wrong with that is a problem like any other. */
static enum status
verify_end(const char *path, struct verify_lines *lines, struct err *err)
{
	struct err why = { 0 };
	int fd;
	enum status status = file_open(path, &fd, err);

	if (status)
		return status;
	status = export_prove(fd, path, &lines->out->end, &why);
	close(fd);
	if (status == STATUS_IO || status == STATUS_BUG)
		return err_set(err, status, "%s", why.text);
	if (status)
		on_said(VERIFY_PROBLEM, why.text, lines);
	return STATUS_OK;
}

enum status
app_verify(const char *path, struct app_verdict *out, struct buf *said, struct err *err)
{
	struct verify_lines lines = { out, said };
	struct verify_counts counts = { 0 };
	enum status status = seal_init(err);

	*out = (struct app_verdict){ 0 };
	if (!status)
		status = store_verify(path, &counts, on_said, &lines, err);
	if (!status && counts.exported)
		status = verify_end(path, &lines, err);
	out->steps = counts.steps;
	out->photos = counts.photos;
	out->boxes = counts.boxes;
	out->missing = counts.missing;
	out->other_version = counts.other_version;
	out->workspace = !counts.exported;
	if (counts.exported && counts.one_house)
		id_hex(&counts.house, out->house);
	if (status)
		return status;
	if (out->problems)
		return err_set(err, STATUS_TAMPERED, _("\"%s\" does not verify; use another copy, and tell the county office"), path);
	return STATUS_OK;
}
