#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/county.h"
#include "app/people/publish.h"
#include "app/session/act.h"
#include "app/session/vault.h"
#include "demo/county.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "trust/holders.h"

/* The demonstration's people: officers, leaders, secretaries and teams, with credentials. Key files are kept only for the village in
 * mid-work and the levels above it. */

#define PASSPHRASE "demo"

static enum status
write_key(const char *home, const struct keyfile_head *head, const struct keys *keys, struct err *err)
{
	char *keys_folder = file_join(home, "keys"), *name = mem_printf("%s/%s.key", keys_folder, head->person);
	enum status status = file_make_dirs(keys_folder, 0700, err);

	if (!status)
		status = keyfile_write(name, head, keys, KEY_COST_DEMO, PASSPHRASE, err);
	free(keys_folder);
	free(name);
	return status;
}

static void
new_person(struct demo_county *county, const char *name, struct keyfile_head *head, struct signer *signer)
{
	uint8_t number[16];

	*head = (struct keyfile_head){ .demo = true };
	random_stream_bytes(&county->stream, number, sizeof(number));
	hex_encode(number, sizeof(number), head->person);
	snprintf(head->name, sizeof(head->name), "%s", name);
	signer->keys = keys_from_stream(&county->stream);
	head->sign_key = *keys_sign_public(signer->keys);
	head->box_key = *keys_box_public(signer->keys);
}

struct post {
	const char *role, *area; /* digits; of a township, with `villages`: each of its villages */
	bool villages;
	bool bound;	  /* to the device */
	const char *home; /* folder of the key file; NULL: not kept */
};

static enum status
appoint(struct demo_county *county, const char *name, const struct post *post, struct signer *signer, struct err *err)
{
	struct value areas = value_list();
	struct keyfile_head head;
	struct step step;
	char hex[SEAL_HEX_MAX + 1];
	enum status status;

	new_person(county, name, &head, signer);
	act_step_start(&step, STEP_CREDENTIAL);
	value_set_text(&step.data, "person", head.person);
	value_set_text(&step.data, "name", head.name);
	value_set_text(&step.data, "role", post->role);
	for (size_t v = 0; v < county->village_count && post->villages; v++)
		if (strncmp(county->villages[v].division->code, post->area, strlen(post->area)) == 0)
			value_append_take(&areas, value_text(county->villages[v].division->code));
	if (!post->villages)
		value_append_take(&areas, value_text(post->area));
	value_set_take(&step.data, "areas", areas);
	value_set_take(&step.data, "issues", value_list());
	if (post->bound)
		value_set_text(&step.data, "device", device_hex(&signer->device, hex));
	value_set_text(&step.data, "sign_key", sign_key_hex(&head.sign_key, hex));
	value_set_text(&step.data, "box_key", box_key_hex(&head.box_key, hex));
	status = act_put(county->store, &county->officers[0], &step, &signer->credential, err);
	step_release(&step);
	if (!status && post->home)
		status = write_key(post->home, &head, signer->keys, err);
	return status;
}

static void
invent(struct demo_county *county, const char *title, char *out, size_t size)
{
	struct demo_owner owner;

	demo_owner(&county->stream, &owner);
	snprintf(out, size, "%s%s", owner.name, title);
}

static char *
home_of(const struct demo_county *county, const char *code)
{
	char *folder = demo_laptop(county, code), *home = file_join(folder, "home");

	free(folder);
	return home;
}

static enum status
appoint_township(struct demo_county *county, size_t index, struct err *err)
{
	struct demo_township *township = &county->townships[index];
	char area[10], name[64], *home = NULL;
	enum status status;

	snprintf(area, sizeof(area), "%.9s", township->division->code);
	if (county->villages[county->mid_village].township == index)
		home = mem_strdup(county->home);
	else if (township->has_laptop)
		home = home_of(county, area);
	random_stream_bytes(&county->stream, township->head.device.b, DEVICE_BYTES);
	township->clerk.device = township->head.device;
	invent(county, "", name, sizeof(name));
	snprintf(township->head_name, sizeof(township->head_name), "%s", name);
	status = appoint(county, name, &(struct post){ "township_head", area, .home = home }, &township->head, err);
	invent(county, "", name, sizeof(name));
	snprintf(township->clerk_name, sizeof(township->clerk_name), "%s", name);
	if (!status)
		status = appoint(county, name, &(struct post){ "township_clerk", area, .home = home }, &township->clerk, err);
	free(home);
	return status;
}

static enum status
appoint_village(struct demo_county *county, size_t index, struct err *err)
{
	struct demo_village *village = &county->villages[index];
	const char *code = village->division->code;
	char name[64], *home = NULL;
	enum status status = STATUS_OK;

	if (county->mid_village == index)
		home = mem_strdup(county->home);
	else if (village->has_laptop)
		home = home_of(county, code);

	random_stream_bytes(&county->stream, village->inspectors[0].device.b, DEVICE_BYTES);
	if (county->mid_village == index) /* the laptop of the county's file, which receives for the county, serves this village too */
		village->inspectors[0].device = county->officers[0].device;
	village->inspectors[1].device = village->secretary.device = village->liaison.device = village->inspectors[0].device;
	for (int i = 0; i < 2 && !status; i++) {
		invent(county, "", village->names[i], sizeof(village->names[i]));
		status = appoint(county, village->names[i], &(struct post){ "inspector", code, .bound = true, .home = home },
				 &village->inspectors[i], err);
	}
	invent(county, "", name, sizeof(name));
	if (!status)
		status = appoint(county, name, &(struct post){ "village_secretary", code, .home = home }, &village->secretary, err);
	invent(county, "", name, sizeof(name));
	if (!status)
		status = appoint(county, name, &(struct post){ "liaison_leader", code, .home = home }, &village->liaison, err);
	free(home);
	return status;
}

/* Somebody of the township's task force, who had no part in the survey. His name and keys come from the later stream. */
static enum status
appoint_second_look(struct demo_county *county, struct err *err)
{
	const struct demo_township *township = &county->townships[county->second_township];
	struct random_stream survey = county->stream;
	char area[10], name[64];
	enum status status;

	if (!county->has_second)
		return STATUS_OK;
	snprintf(area, sizeof(area), "%.9s", township->division->code);
	county->stream = county->later;
	county->second_look.device = township->head.device;
	invent(county, "", name, sizeof(name));
	status = appoint(county, name, &(struct post){ "inspector", area, .villages = true, .bound = true }, &county->second_look, err);
	county->later = county->stream;
	county->stream = survey;
	return status;
}

/* Who answers for a department what the townships refer to it. His name and keys come from a stream of their own. */
static enum status
appoint_department(struct demo_county *county, struct err *err)
{
	struct random_stream survey = county->stream;
	char name[64];
	enum status status;

	if (!demo_has_letters(county))
		return STATUS_OK;
	county->stream = county->letters;
	county->department.device = county->officers[0].device;
	invent(county, "", name, sizeof(name));
	status = appoint(county, name, &(struct post){ "dept_scjg", "451224", .home = county->home }, &county->department, err);
	county->letters = county->stream;
	county->stream = survey;
	return status;
}

enum status
demo_share_key(struct demo_county *county, const struct signer *signer, const struct data_key *key, const char *village, const char *office,
	       struct err *err)
{
	const struct trust *trust = store_trust(county->store);
	struct id *readers = NULL;
	size_t count = 0, cap = 0;
	enum status status;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (!vault_is_reader(county->store, credential, village) && !vault_is_of_office(county->store, credential, village, office))
			continue;
		MEM_GROW(readers, count, cap);
		readers[count++] = credential->id;
	}
	status = vault_share_put(county->store, signer, key, village, readers, count, err);
	free(readers);
	return status;
}

static enum status
share_key(struct demo_county *county, size_t index, struct err *err)
{
	struct demo_village *village = &county->villages[index];

	data_key_from_stream(&county->stream, &village->key);
	return demo_share_key(county, &village->inspectors[0], &village->key, village->division->code, "", err);
}

static void
add_member(struct value *rows, const char *name, const char *duty, const char *post)
{
	struct value row = value_object();
	char since[11];

	clock_date(clock_now_unix(), since);
	value_set_text(&row, "force_person", name);
	value_set_text(&row, "force_duty", duty);
	value_set_text(&row, "force_post", post);
	value_set_text(&row, "force_villages", "全部");
	value_set_text(&row, "force_since", strcmp(since, DEMO_PLAN_DAY) < 0 ? since : DEMO_PLAN_DAY);
	value_append_take(rows, row);
}

/* The township's task force: its head, a deputy, and one of a village's team. */
static enum status
form_task_force(struct demo_county *county, size_t index, struct err *err)
{
	const struct demo_township *township = &county->townships[index];
	struct value rows = value_list();
	struct demo_owner deputy;
	struct step step = { .data = value_object() };
	enum status status;
	struct id id;
	char area[10];

	demo_owner(&county->later, &deputy);
	add_member(&rows, township->head_name, "1", "乡镇主要领导");
	add_member(&rows, deputy.name, "2", "乡镇分管领导");
	for (size_t v = 0; v < county->village_count; v++)
		if (county->villages[v].township == index) {
			add_member(&rows, county->villages[v].names[0], "3", "驻村干部");
			break;
		}
	snprintf(area, sizeof(area), "%.9s", township->division->code);
	strcpy(step.kind, "task_force");
	step_set_area(&step, area);
	value_set_take(&step.data, "force_rows", rows);
	value_set_text(&step.data, "force_phone", deputy.phone);
	status = act_put(county->store, &township->clerk, &step, &id, err);
	step_release(&step);
	return status;
}

static enum status
found_county(struct demo_county *county, struct err *err)
{
	struct app_county about = { .county = "451224", .name = "东兰县自建房安全专项整治（演示）", .threshold = 2 };
	struct keyfile_head heads[3];
	char *forms = path_of(PATH_FORMS);
	struct id pack, id;
	struct step step;
	enum status status = STATUS_OK;
	struct device_id device;

	random_stream_bytes(&county->stream, device.b, DEVICE_BYTES);
	for (int i = 0; i < 3; i++) {
		char name[64];

		invent(county, "", name, sizeof(name));
		new_person(county, name, &heads[i], &county->officers[i]);
		status = status ? status : write_key(county->home, &heads[i], county->officers[i].keys, err);
	}
	if (!status)
		status = county_found(county->store, &about, &device, heads, county->officers, 3, county->pack, err);
	if (!status)
		status = pack_put(county->store, &county->officers[0], forms, &pack, err);
	if (!status) {
		act_step_start(&step, STEP_ENDORSEMENT);
		step_data_set_id(&step.data, "of", &pack);
		status = act_put(county->store, &county->officers[1], &step, &id, err);
		step_release(&step);
	}
	free(forms);
	return status;
}

enum status
demo_found(struct demo_county *county, struct err *err)
{
	enum status status = store_begin(county->store, err);

	if (!status)
		status = found_county(county, err);
	for (size_t t = 0; t < county->township_count && !status; t++)
		status = appoint_township(county, t, err);
	for (size_t v = 0; v < county->village_count && !status; v++)
		status = appoint_village(county, v, err);
	if (!status)
		status = appoint_second_look(county, err);
	if (!status)
		status = appoint_department(county, err);
	if (!status)
		status = store_commit(county->store, err);
	if (!status)
		status = store_begin(county->store, err);
	for (size_t v = 0; v < county->village_count && !status; v++)
		status = share_key(county, v, err);
	for (size_t t = 0; t < county->township_count && !status; t++)
		status = form_task_force(county, t, err);
	if (!status)
		return store_commit(county->store, err);
	store_rollback(county->store);
	return status;
}
