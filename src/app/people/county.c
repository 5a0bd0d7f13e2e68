#include "app/people/county.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/credential.h"
#include "app/people/genesis.h"
#include "app/session/act.h"
#include "app/session/init.h"
#include "app/session/keys.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "store/store.h"
#include "trust/genesis.h"

struct founding {
	struct store *store;
	struct device_id device;
	struct signer *signers;
	size_t count;
	struct pack *pack;
};

static const struct role *
county_role(const struct pack *pack)
{
	for (size_t i = 0; i < pack->role_count; i++)
		if (pack->roles[i].scope == DIVISION_COUNTY)
			return &pack->roles[i];
	return NULL;
}

/* The officers' own credentials: self-signed, and in force because the genesis names them. */
static enum status
put_officer(struct founding *founding, const struct app_county *county, const struct keyfile_head *head, struct signer *signer,
	    struct err *err)
{
	const struct pack *pack = founding->pack;
	const char **issues = mem_array(pack->role_count, sizeof(*issues));
	char hex[DEVICE_HEX_LEN + 1];
	struct step step;
	enum status status;

	for (size_t i = 0; i < pack->role_count; i++)
		issues[i] = pack->roles[i].name;
	credential_step_start(&step, head, county_role(pack)->name, &county->county, 1, issues, pack->role_count);
	free(issues);
	signer->device = founding->device;
	/* County receipts are by an officer whose credential is bound to the receiver; the others' keys go with them. */
	if (signer == founding->signers)
		value_set_text(&step.data, "device", device_hex(&founding->device, hex));
	status = act_put(founding->store, signer, &step, &signer->credential, err);
	step_release(&step);
	return status;
}

static enum status
put_genesis(struct founding *founding, const struct app_county *county, struct err *err)
{
	struct id *officers = mem_array(founding->count, sizeof(*officers)), genesis, id;
	enum status status;
	struct step step;

	for (size_t i = 0; i < founding->count; i++)
		officers[i] = founding->signers[i].credential;
	genesis_step_start(&step, county->county, county->name, officers, founding->count, county->threshold, &founding->device);
	free(officers);
	status = act_put(founding->store, &founding->signers[0], &step, &genesis, err);
	step_release(&step);
	for (size_t i = 1; i < founding->count && !status; i++) {
		act_step_start(&step, STEP_ENDORSEMENT);
		step_data_set_id(&step.data, "of", &genesis);
		status = act_put(founding->store, &founding->signers[i], &step, &id, err);
		step_release(&step);
	}
	return status;
}

enum status
county_found(struct store *store, const struct app_county *county, const struct device_id *device, const struct keyfile_head *heads,
	     struct signer *signers, size_t count, struct pack *pack, struct err *err)
{
	struct founding founding = { store, *device, signers, count, pack };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++)
		status = put_officer(&founding, county, &heads[i], &signers[i], err);
	return status ? status : put_genesis(&founding, county, err);
}

/* The counties of a pack, with their digits; caller frees. */
static char *
counties_text(const struct pack *pack)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_COUNTY)
			buf_printf(&text, "%s%.6s %s", text.len ? ", " : "", pack->divisions[i].code, pack->divisions[i].name);
	return buf_detach(&text);
}

/* The division of the county's digits; *out NULL: the pack has no county. */
static enum status
find_county(const struct pack *pack, const char *county, const struct division **out, struct err *err)
{
	char code[DIVISION_CODE_LEN + 1], *others;
	enum status status = STATUS_OK;

	if (division_level(county) != DIVISION_COUNTY)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no county: its 6 digits are expected"), county);
	division_code(county, code);
	*out = pack_division(pack, code);
	if (*out)
		return STATUS_OK;
	others = counties_text(pack);
	if (*others)
		status = err_set(err, STATUS_INVALID, _("the form pack has no county with the digits %s; it has: %s"), county, others);
	free(others);
	return status;
}

enum status
app_county_title(const char *forms, const char *county, char **name, struct err *err)
{
	const struct division *division = NULL;
	struct pack *pack = NULL;
	enum status status = pack_load(forms, &pack, NULL, err);

	if (!status)
		status = find_county(pack, county, &division, err);
	if (!status)
		*name = division ? mem_strdup(division->name) : NULL;
	pack_free(pack);
	return status;
}

enum status
app_check_county_title(const char *title, struct err *err)
{
	enum status status = text_check(title, err);

	if (status)
		return status;
	if (!key_name_fits(title) || strspn(title, "0123456789 ") == strlen(title))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no title of a county"), title);
	if (strstr(title, DEMO_MARK))
		return err_set(err, STATUS_DENIED, _("the word %s marks demonstrations; give the county its own title"), DEMO_MARK);
	return STATUS_OK;
}

char *
app_county_title_doubt(const char *title)
{
	static const char *const kinds[] = { "县", "区", "市", "旗", "盟", "州" }; /* what a division of six digits calls itself */

	if (text_cells(title) == text_chars(title)) /* not in Chinese */
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strstr(title, kinds[i]))
			return NULL;
	return mem_printf(
		_("the title \"%s\" does not say whether it is a county, a district or a city (县, 区, 市); it stands on every page and paper"),
		title);
}

static enum status
check_county(const struct app_county *county, const struct pack *pack, struct err *err)
{
	const struct division *division;
	enum status status = find_county(pack, county->county, &division, err);

	if (!status)
		status = app_check_county_title(county->name, err);
	if (status)
		return status;
	if (county->officer_count == 0)
		return err_set(err, STATUS_INVALID, _("name at least one officer: louce key new NAME makes a key"));
	if (!trust_threshold_fits(county->threshold, county->officer_count))
		return err_set(err, STATUS_INVALID,
			       _("a county has one officer, or three and more, of whom over half must agree, but not all"));
	if (!county_role(pack))
		return err_set(err, STATUS_INVALID, _("the form pack has no role of scope county for the officers"));
	return STATUS_OK;
}

/* Reads the pack the officers take their role from, and judges what the county shall be. */
static enum status
judge_county(const struct app_county *county, struct pack **pack, struct err *err)
{
	enum status status = file_is_new(county->path, err);

	if (!status)
		status = pack_load(county->forms, pack, NULL, err);
	return status ? status : check_county(county, *pack, err);
}

enum status
app_check_county(const struct app_county *county, struct err *err)
{
	struct pack *pack = NULL;
	enum status status = judge_county(county, &pack, err);

	pack_free(pack);
	return status;
}

enum status
app_init_county(const struct app_county *county, const struct app_ask *ask, struct err *err)
{
	struct keyfile_head *heads = mem_array(county->officer_count, sizeof(*heads));
	struct signer *signers = mem_array(county->officer_count, sizeof(*signers));
	struct device_id device;
	struct pack *pack = NULL;
	struct app *app = NULL;
	char *made = temporary_name(county->path);
	size_t kept = 0;
	enum status status = seal_init(err);

	if (!status)
		status = judge_county(county, &pack, err);
	for (size_t i = 0; i < county->officer_count && !status; i++) {
		status = key_open(county->officers[i], ask, &heads[i], &signers[i].keys, err);
		if (!status)
			status = key_serves(&heads[i], false, err);
	}
	if (!status) /* under another name until it is founded: half a county would bar the way to a whole one */
		status = app_make(county->path, made, &app, err);
	if (!status)
		status = act_begin(app, err);
	if (!status) {
		device = *app_device(app);
		status = act_end(app, county_found(app_store(app), county, &device, heads, signers, county->officer_count, pack, err), err);
	}
	app_close(app);
	/* The keys first: a county whose officers' keys are lost is a county nobody opens. */
	for (; county->keys_aside && kept < county->officer_count && !status; kept += !status)
		status = app_key_keep(county->officers[kept], err);
	if (!status)
		status = app_put_in_place(made, county->path, &device, err);
	if (status)
		app_remove_made(made);
	for (size_t i = 0; status && i < kept; i++)
		app_key_forget(heads[i].person);
	free(made);
	for (size_t i = 0; i < county->officer_count; i++)
		keys_free(signers[i].keys);
	free(signers);
	free(heads);
	pack_free(pack);
	return status;
}
