#include "exchange/intake/intake.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake/intake_state.h"
#include "exchange/reader/reader.h"
#include "store/blob.h"
#include "store/houses/building.h"
#include "store/carrier.h"
#include "store/journal.h"
#include "store/request.h"
#include "trust/genesis.h"

#define REFUSALS_TOLD 20

void
intake_refuse(struct taking *taking, const char *subject, const char *why)
{
	struct intake *out = taking->out;

	if (out->refused++ >= REFUSALS_TOLD)
		return;
	MEM_GROW(out->refusals, out->refusal_count, out->refusal_cap);
	out->refusals[out->refusal_count++] = mem_printf(_("%s: %s"), subject, why);
}

/* A file of another county brings nothing but what waits for ever; it is told as what it is. */
static enum status
check_county(const struct taking *taking, const char *name, struct err *err)
{
	const struct trust *trust = store_trust(taking->store);

	if (!taking->geneses || taking->own_genesis || !trust_genesis(trust))
		return STATUS_OK;
	return err_set(err, STATUS_CONFLICT,
		       _("\"%s\": nothing was taken from it, because it is of another county, \"%s\"; this file is of \"%s\""), name,
		       taking->county, trust_county_name(trust));
}

static enum status
take_file(struct taking *taking, int fd, const char *name, const struct intake_options *options, struct err *err)
{
	struct file_reader *reader = NULL;
	enum status status = reader_open(fd, name,
					 options->workspace ? READER_WORKSPACE
					 : options->salvage ? READER_SAVED
							    : READER_EXPORT,
					 &reader, err);

	/* Threads begin after the child: a process that forks has one. */
	taking->pool = pool_new();
	store_expect_many(taking->store, true);
	store_open_rooms(taking->store, options->workspace ? ROOMS_OPEN : ROOMS_READING);
	if (!status)
		status = intake_read_end(taking, reader, name, options->salvage, err);
	if (!status && options->workspace)
		status = intake_pins(taking, reader, err);
	if (!status)
		status = intake_steps(taking, reader, err);
	if (!status && options->workspace)
		status = intake_own_end(taking, reader, name, err);
	if (!status)
		status = store_close_rooms(taking->store, &taking->out->dropped, err);
	store_open_rooms(taking->store, ROOMS_BOUNDED);
	store_expect_many(taking->store, false);
	if (!status && options->own_county)
		status = check_county(taking, name, err);
	if (!status)
		status = intake_blobs(taking, reader, err);
	reader_close(reader);
	pool_free(taking->pool);
	if (!status && taking->out->refused && !options->salvage)
		status = err_set(err, STATUS_TAMPERED,
				 n_("\"%s\": nothing was taken from it, because %lld part of it is not what was signed; ask for it again",
				    "\"%s\": nothing was taken from it, because %lld parts of it are not what was signed; ask for it again",
				    taking->out->refused),
				 name, (long long)taking->out->refused);
	if (!status)
		status = intake_list_missing(taking, err);
	if (!status)
		status = intake_check_end(taking, name, options->salvage, err);
	free(taking->ids.ids); /* not while the register is derived */
	taking->ids = (struct id_set){ 0 };
	mem_give_back();
	if (!status && !options->workspace && !options->salvage)
		status = reader_check_head(fd, name, err);
	return status;
}

/* Counts the requests of the file, but for those whose authors a founding of the file names as officers. */
static enum status
count_requests(struct taking *taking, struct err *err)
{
	struct intake *out = taking->out;
	enum status status = STATUS_OK;
	struct buf body = { 0 };

	out->requests = (int64_t)taking->asking_count;
	for (size_t i = 0; taking->geneses && i < taking->asking_count && !status; i++) {
		struct signature sig;
		bool asks = false;

		status = store_get_request(taking->store, &taking->asking[i], &body, &sig, &asks, err);
		out->requests -= !asks;
	}
	buf_release(&body);
	return status;
}

/* Counts what the transaction did. A credential lets in what waited for it, from this file or an earlier one. */
static enum status
count_taken(struct taking *taking, struct err *err)
{
	struct intake *out = taking->out;
	enum status status = store_buildings_since(taking->store, taking->last, &out->houses, err);

	out->fresh = store_last_step(taking->store) - taking->last;
	for (size_t i = 0; i < taking->step_count && !status; i++) {
		bool waits = false;

		status = store_waits(taking->store, &taking->steps[i].id, &waits, err);
		out->pending += waits;
	}
	return status ? status : count_requests(taking, err);
}

enum status
intake_file(struct store *store, int fd, const char *name, const struct intake_options *options, struct intake *out, struct err *err)
{
	struct taking taking = { .store = store, .out = out, .workspace = options->workspace, .carrier = CARRIER_STRANGER };
	enum status status;

	*out = (struct intake){ .complete = -1 };
	status = store_begin(store, err);
	if (status)
		return status;
	taking.last = store_last_step(store);
	status = take_file(&taking, fd, name, options, err);
	store_set_carrier(store, CARRIER_HERE, NULL);
	if (!status)
		status = count_taken(&taking, err);
	if (status || options->look) {
		store_rollback(store);
	} else {
		intake_expect_verdicts(&taking, out->fresh);
		store_set_watch(store, intake_on_verdict, &taking);
		status = store_commit(store, err);
		store_set_watch(store, NULL, NULL);
		if (!status)
			intake_explain(&taking);
	}
	if (status)
		out->houses = out->fresh = out->pending = out->dropped = out->requests = out->photos = out->boxes = 0;
	free(taking.steps);
	free(taking.asking);
	free(taking.ids.ids);
	free(taking.verdicts);
	free(taking.county);
	free(taking.named[BLOB_PHOTO].ids);
	free(taking.named[BLOB_BOX].ids);
	intake_release_end(&taking);
	return status;
}

void
intake_release(struct intake *intake)
{
	for (size_t i = 0; i < intake->reason_count; i++)
		free(intake->reasons[i].why);
	for (size_t i = 0; i < intake->refusal_count; i++)
		free(intake->refusals[i]);
	free(intake->reasons);
	free(intake->refusals);
	free(intake->missing);
	free(intake->trailer.by);
	free(intake->trailer.to);
	*intake = (struct intake){ 0 };
}
