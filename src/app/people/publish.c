#include "app/people/publish.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "store/store.h"
#include "store/report.h"

/* Checking and publishing a form pack. */

enum status
app_forms_check(const char *dir, struct buf *problems, struct err *err)
{
	struct pack *pack = NULL;
	struct eval *eval = NULL;
	enum status status = pack_load(dir, &pack, problems, err);

	if (!status)
		status = eval_new(pack, &eval, problems, err);
	if (!status)
		status = report_check_all(pack, problems, err);
	eval_free(eval);
	pack_free(pack);
	return status;
}

enum status
pack_put(struct store *store, const struct signer *signer, const char *dir, struct id *id, struct err *err)
{
	struct buf problems = { 0 };
	struct pack *pack = NULL;
	enum status status = app_forms_check(dir, &problems, err);
	struct step step;

	buf_release(&problems);
	if (!status)
		status = pack_load(dir, &pack, NULL, err);
	if (status)
		return status;
	act_step_start(&step, STEP_PACK);
	value_set_text(&step.data, "name", pack->name);
	value_set_integer(&step.data, "version", pack->version);
	value_set_take(&step.data, "files", value_copy(&pack->files));
	if (store_pack(store) && store_pack(store)->version >= pack->version)
		status = err_set(err, STATUS_CONFLICT,
				 _("version %" PRId64 " is in force; raise the version in pack.yaml above it to publish a newer pack"),
				 store_pack(store)->version);
	if (!status)
		status = act_put(store, signer, &step, id, err);
	step_release(&step);
	pack_free(pack);
	return status;
}

enum status
app_forms_publish(struct app *app, const char *dir, struct id *step, bool *in_force, struct err *err)
{
	enum status status = act_needs_person(app, err);

	if (!status && !act_as_officer(app))
		status = err_set(err, STATUS_DENIED, _("only the county's officers publish form packs"));
	if (!status)
		status = act_begin(app, err);
	if (status)
		return status;
	status = act_end(app, pack_put(app_store(app), app_signer(app), dir, step, err), err);
	if (!status)
		*in_force = store_pack_id(app_store(app)) && id_equal(store_pack_id(app_store(app)), step);
	return status;
}
