"""Accounts: how a person signs in, and what the person may do here.

The password never leaves its hash; sign-ins are kept on the server under a hashed secret, so that each can be ended.
"""

from lms.accounts.models.accounts import (
    WRITERS,
    Account,
    Role,
    RoleGrant,
)
from lms.accounts.models.closings import (
    Closing,
    ClosingReason,
)
from lms.accounts.models.codes import (
    CodePurpose,
    LinkPurpose,
    OneUseCode,
    OneUseLink,
    PasswordRequest,
    PasswordRequestState,
)
from lms.accounts.models.second_step import (
    AuthenticatorApp,
    Passkey,
    PasskeyQuestion,
    RecoveryCode,
)
from lms.accounts.models.sign_ins import (
    SHARED_COMPUTER_IDLE,
    STAFF_IDLE,
    STAFF_STAYS,
    WRITER_IDLE,
    HalfSignIn,
    LinkedIdentity,
    Registration,
    SignIn,
    Throttle,
)

__all__ = [
    "SHARED_COMPUTER_IDLE",
    "STAFF_IDLE",
    "STAFF_STAYS",
    "WRITERS",
    "WRITER_IDLE",
    "Account",
    "AuthenticatorApp",
    "Closing",
    "ClosingReason",
    "CodePurpose",
    "HalfSignIn",
    "LinkPurpose",
    "LinkedIdentity",
    "OneUseCode",
    "OneUseLink",
    "Passkey",
    "PasskeyQuestion",
    "PasswordRequest",
    "PasswordRequestState",
    "RecoveryCode",
    "Registration",
    "Role",
    "RoleGrant",
    "SignIn",
    "Throttle",
]
