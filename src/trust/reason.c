#include "trust/reason.h"

#include "base/i18n.h"

const char *
trust_reason_text(enum trust_reason reason)
{
	static const char *const texts[TRUST_REASON_COUNT] = {
		[TRUST_COUNTS] = N_("it counts"),
		[TRUST_NO_GENESIS] = N_("the county's founding step is not here"),
		[TRUST_AUTHOR_UNKNOWN] = N_("the signer's credential is not here"),
		[TRUST_AUTHOR_NO_RIGHT] = N_("the signer's credential has no right"),
		[TRUST_WRONG_DEVICE] = N_("it was signed on another device than the credential is for"),
		[TRUST_WRONG_AREA] = N_("the building lies outside the signer's area"),
		[TRUST_HAS_AREA] = N_("it is about the whole county, and names an area"),
		[TRUST_WRONG_ROLE] = N_("the signer's role may not do this"),
		[TRUST_REVOKED] = N_("the signer's credential was revoked, and nothing says that this was signed before"),
		[TRUST_NOT_RECEIVER] = N_("no county officer signed it on the laptop that receives for the county"),
		[TRUST_NOT_ABOVE] = N_("the signer did not give this right, and is no county officer"),
		[TRUST_UNKNOWN_OF] = N_("the credential that it takes back is not here"),
		[TRUST_NOT_ENDORSED] = N_("too few county officers endorsed it"),
		[TRUST_NAMES_DROPPED] = N_("it names an officer who was dropped before"),
		[TRUST_RIVAL] = N_("another founding step contends for its place"),
		[TRUST_NOT_FOLLOWED] = N_("another founding step is followed"),
		[TRUST_STRETCHED] = N_("it grants a role or an area that its issuer does not have"),
		[TRUST_FORKED] = N_("the log splits here, and this part of it does not hold"),
		[TRUST_MALFORMED] = N_("what it holds is not what a step of its kind must hold"),
		[TRUST_UNKNOWN_KIND] = N_("this program does not know its kind"),
		[TRUST_SUPERSEDED] = N_("a newer one is in force"),
		[TRUST_PACK_VOID] = N_("its form pack does not count"),
		[TRUST_PACK_UNREADABLE] = N_("this louce cannot read the form pack"),
		[TRUST_PACK_CHANGES] = N_("it changes what an older form pack fixed, such as a field's type"),
	};

	return _(texts[reason]);
}
