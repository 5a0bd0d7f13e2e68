#ifndef TESTS_SUPPORT_LITTLE_FILE_H
#define TESTS_SUPPORT_LITTLE_FILE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "form/pack.h"
#include "seal/seal.h"
#include "step/step.h"
#include "store/journal.h"
#include "store/store.h"

/* A workspace of seven steps, made by the store alone: an officer, the founding, the pack of random histories, an inspector, and a house with
 * three forms. */

struct little_file {
	char *path;
	struct store *store;
	struct device_id device;
	struct keys *keys;
	bool waits;	/* what is put is to wait */
	int64_t seq[2]; /* the officer's, the inspector's */
	struct id tip[2];
};

/* A step that its author signed, before any file has it. */
struct little_signed {
	struct buf body;
	struct signature sig;
	struct id id;
};

/* Signs the next step of `who` (0 the officer, 1 the inspector, whose credential `author` is; NULL: self-signed). */
static inline struct little_signed
little_sign(struct little_file *little, int who, const struct id *author, struct step *step)
{
	struct little_signed out = { 0 };
	struct err err = { 0 };

	step->device = little->device;
	if (!step->at_unix)
		step->at_unix = 1700000000;
	step->epoch = step->seq = 1;
	step->has_author = author != NULL;
	if (author) {
		step->author = *author;
		step->seq = ++little->seq[who];
		step->has_prev = step->seq > 1;
		step->prev = little->tip[who];
	}
	if (step_write(step, &out.body, &err) || seal_sign(little->keys, out.body.data, out.body.len, &out.sig, &err))
		fail_msg("%s", err.text);
	step_id(out.body.data, out.body.len, &out.id);
	if (author)
		little->tip[who] = out.id;
	step_release(step);
	return out;
}

/* Puts a signed step, which `fate` is to meet. */
static inline void
little_take(struct little_file *little, struct little_signed *is, enum fate fate)
{
	struct err err = { 0 }, why = { 0 };
	enum fate met;
	struct id id;

	if (store_put_step(little->store, is->body.data, is->body.len, &is->sig, &met, &id, &why, &err) || met != fate)
		fail_msg("%s%s", err.text, why.text);
	buf_release(&is->body);
}

/* Signs and puts a step. */
static inline struct id
little_put(struct little_file *little, int who, const struct id *author, struct step *step)
{
	struct little_signed is = little_sign(little, who, author, step);

	little_take(little, &is, !author ? FATE_REQUEST : little->waits ? FATE_PENDING : FATE_STORED);
	return is.id;
}

static inline struct step
little_step(const char *kind, const char *area)
{
	struct step step = { .data = value_object() };

	strcpy(step.kind, kind);
	step_set_area(&step, area);
	return step;
}

static inline struct id
little_person(struct little_file *little, const struct id *issuer, const char *person, const char *role, const char *area,
	      const char *issues)
{
	struct step step = little_step("credential", "");
	struct value areas = value_list(), roles = value_list();
	char hex[SEAL_HEX_MAX + 1];

	value_append_take(&areas, value_text(area));
	if (issues)
		value_append_take(&roles, value_text(issues));
	value_set_text(&step.data, "person", person);
	value_set_text(&step.data, "name", role);
	value_set_text(&step.data, "role", role);
	value_set_take(&step.data, "areas", areas);
	value_set_take(&step.data, "issues", roles);
	value_set_text(&step.data, "sign_key", sign_key_hex(keys_sign_public(little->keys), hex));
	value_set_text(&step.data, "box_key", box_key_hex(keys_box_public(little->keys), hex));
	if (!issuer) /* the officer signs at the receiver alone */
		value_set_text(&step.data, "device", device_hex(&little->device, hex));
	return little_put(little, 0, issuer, &step);
}

/* Returns the founding step. */
static inline struct id
little_found(struct little_file *little, const struct id *officer, const struct pack *forms, struct id *pack)
{
	struct step genesis = little_step("genesis", ""), published = little_step("pack", "");
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];
	struct id founding;

	value_append_take(&officers, value_text(id_hex(officer, hex)));
	value_set_text(&genesis.data, "county", "451224");
	value_set_text(&genesis.data, "name", "东兰县");
	value_set_take(&genesis.data, "officers", officers);
	value_set_integer(&genesis.data, "threshold", 1);
	value_set_text(&genesis.data, "receiver", device_hex(&little->device, hex));
	founding = little_put(little, 0, officer, &genesis);
	value_set_text(&published.data, "name", "history");
	value_set_integer(&published.data, "version", 1);
	value_set_take(&published.data, "files", value_copy(&forms->files));
	*pack = little_put(little, 0, officer, &published);
	return founding;
}

static inline void
little_house(struct little_file *little, const struct id *inspector, const struct id *pack)
{
	static const char *const forms[] = { "listing", "registration", "classification" };
	struct id root = { { 0 } };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct step step = little_step(forms[i], "451224204201");
		struct id id;

		step.has_pack = true;
		step.pack = *pack;
		step.has_building = i > 0;
		step.building = root;
		if (i == 0)
			value_set_text(&step.data, "village", "451224204201");
		if (i == 2)
			value_set_text(&step.data, "conclusion", "3");
		id = little_put(little, 1, inspector, &step);
		if (i == 0)
			root = id;
	}
}

static inline struct pack *
little_pack(void)
{
	const char *source = getenv("LOUCE_SRC");
	char *folder = mem_printf("%s/tests/data/packs/history", source ? source : ".");
	struct pack *forms = NULL;
	struct err err = { 0 };

	if (pack_load(folder, &forms, NULL, &err))
		fail_msg("%s", err.text);
	free(folder);
	return forms;
}

/* A new workspace, open and in a transaction. */
static inline void
little_open_at(struct little_file *little, const char *path)
{
	struct err err = { 0 };

	*little = (struct little_file){ .path = mem_strdup(path), .device = { { 7 } } };
	unlink(path);
	if (seal_init(&err) || store_create(path, &err) || store_open(path, STORE_WRITE, &little->store, &err) ||
	    store_begin(little->store, &err))
		fail_msg("%s", err.text);
	little->keys = keys_new();
}

/* The same, among the temporary files; the name is of this process alone. */
static inline void
little_open(struct little_file *little, const char *name)
{
	const char *tmp = getenv("TMPDIR");
	char *path = mem_printf("%s/%s-%d.louce", tmp ? tmp : "/tmp", name, (int)getpid());

	little_open_at(little, path);
	free(path);
}

/* Removes it. */
static inline void
little_close(struct little_file *little)
{
	store_close(little->store);
	keys_free(little->keys);
	unlink(little->path);
	free(little->path);
	*little = (struct little_file){ 0 };
}

static inline void
little_file_make(const char *path)
{
	struct little_file little;
	struct id officer, inspector, pack;
	struct pack *forms = little_pack();
	struct err err = { 0 };

	little_open_at(&little, path);
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	inspector = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", "451224204201", NULL);
	little_house(&little, &inspector, &pack);
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	store_close(little.store);
	keys_free(little.keys);
	free(little.path);
	pack_free(forms);
}

#endif
