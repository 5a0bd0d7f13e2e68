#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/stick.h"

/* Files of more steps than a batch has, or than may wait. */

#define BATCH 512 /* BATCH_STEPS of the intake */
#define ROOM 1000 /* CARRIER_ROWS_MAX of the store */

/* A batch and more: the credential stands in an earlier one than what it signed, or behind it. */
static void
steps__are_taken__of_more_than_a_batch(void **state)
{
	static struct little_signed steps[BATCH + 3];
	struct little_file wu = stranger;
	struct little_signed credential = credential_of(&wu, &officer, "inspector");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		steps[i] = listing_of(&wu, &credential.id);
	for (int last = 0; last < 2; last++) {
		open_case();
		begin();
		if (!last)
			put(&credential);
		for (size_t i = 0; i < ARRAY_LEN(steps); i++)
			put(&steps[i]);
		if (last)
			put(&credential);
		finish();
		takes("steps 516, fresh 516, houses 515; whole; by county_officer to -");
	}
	release(steps, ARRAY_LEN(steps));
	buf_release(&credential.body);
}

#define LATE "1001 idle: it grants a role or an area that its issuer does not have; 1002 idle: the signer's credential has no right"

/* More than may wait, ahead of what they wait for: the steps of a person ahead of his credential, and credentials each ahead of the next. */
static void
steps__are_all_taken__in_whatever_order_their_file_has_them(void **state)
{
	static struct little_signed chain[ROOM + 2], steps[ROOM + 2];
	const size_t count = ARRAY_LEN(steps);
	struct little_file holder = county;

	(void)state;
	for (size_t i = 0; i < count; i++)
		chain[i] = credential_of(&holder, i ? &chain[i - 1].id : &officer, CHIEF);
	for (size_t i = 0; i < count; i++)
		steps[i] = form_of(&county, &chain[count - 1].id, "nonsense", NULL);
	begin();
	for (size_t i = count; i-- > 0;)
		put(&steps[i]);
	for (size_t i = count; i-- > 0;)
		put(&chain[i]);
	finish();
	takes("steps 2004, fresh 2004, houses 1002, idle 2003; whole; " LATE "; by county_officer to -");
	keep_copy("other.louce");
	open_case();
	takes_with(&(struct intake_options){ .workspace = true }, "steps 2008, fresh 2004, houses 1002, known 4, idle 2003; no end; " LATE);
	assert_int_equal(ask("SELECT count(*) FROM pending"), 0);
	release(chain, count);
	release(steps, count);
}

/* What has no room is told; a workspace that goes into a new file loses nothing of what waits in it. */
static void
steps__that_wait__are_dropped_and_told__beyond_their_room(void **state)
{
	static struct little_signed steps[ROOM + 2];
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector");

	(void)state;
	begin();
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i] = listing_of(&wu, &unknown);
		put(&steps[i]);
	}
	finish();
	looks("steps 1002, pending 1000, dropped 2; whole; by county_officer to -");
	takes("steps 1002, pending 1000, dropped 2; whole; by county_officer to -");
	begin();
	put_in(&request, true);
	put(&steps[0]);
	put(&steps[1]);
	finish_as(&(struct ending){ .by = &stranger, .author = &request.id });
	takes("steps 3, requests 1, pending 2; whole; by - to -");
	keep_copy("other.louce");
	open_case();
	takes_with(&(struct intake_options){ .workspace = true }, "steps 1007, known 4, requests 1, pending 1002; no end");
	buf_release(&request.body);
	release(steps, ARRAY_LEN(steps));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, restart, close_case)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(steps__are_taken__of_more_than_a_batch),
		CASE(steps__are_all_taken__in_whatever_order_their_file_has_them),
		CASE(steps__that_wait__are_dropped_and_told__beyond_their_room),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, make, drop);
}
