"""Signing in with an account of the workspace, through Authlib's own client, as at Google."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.emulator.pages_room import Visitor, visitor

__all__ = ["visitor"]
AUTH = "/o/oauth2/v2/auth"
BACK = "http://127.0.0.1:9/masuk/kembali"
DESK = "petugas.pelayanan@bspji-contoh.example"
CUSTOMER = "pelanggan@contoh-usaha.example"
VERIFIER = "v" * 64


class Client:
    """A program that lets people sign in."""

    def __init__(self, workspace):
        self.workspace = workspace
        made = workspace.door("POST", "oauth_client", {"redirect_uris": [BACK]}).json()["web"]
        self.id, self.secret = made["client_id"], made["client_secret"]
        found = workspace.session.get(
            f"{workspace.origin}/.well-known/openid-configuration", timeout=30
        )
        self.metadata = found.json()
        self.session = self.authlib()

    def authlib(self, secret: str = "") -> OAuth2Session:
        made = OAuth2Session(
            self.id,
            secret or self.secret,
            scope="openid email profile",
            redirect_uri=BACK,
            code_challenge_method="S256",
        )
        made.trust_env = False
        return made

    def asked(self, **more: str) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.ask(**more)).query))

    def ask(self, **more: str) -> str:
        address, _ = self.session.create_authorization_url(
            self.metadata["authorization_endpoint"],
            **{"code_verifier": VERIFIER, "nonce": "n-0S6_WzA2Mj", "state": "s1", **more},
        )
        return address.removeprefix(self.workspace.origin)

    def chosen(self, visitor: Visitor, email: str, **more: str) -> str:
        """Where the browser is sent after somebody was chosen on the page."""
        said = {**self.asked(**more), "choice": email}
        answer = visitor.post(AUTH, said, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def token(self, address: str, verifier: str = VERIFIER, secret: str = ""):
        session = self.authlib(secret)
        session.state = "s1"
        with session:
            return session.fetch_token(
                self.metadata["token_endpoint"],
                authorization_response=address,
                code_verifier=verifier,
            )


@pytest.fixture
def client(workspace):
    made = Client(workspace)
    yield made
    made.session.close()


def claims(client, token):
    keys = client.workspace.session.get(client.metadata["jwks_uri"], timeout=30).json()
    return jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=["RS256"]).claims


def test_the_description_names_every_door_of_google_on_this_origin(client):
    doors = {
        name: value
        for name, value in client.metadata.items()
        if name.endswith(("_endpoint", "_uri"))
    }

    assert client.metadata["issuer"] == "https://accounts.google.com"
    assert all(address.startswith(client.workspace.origin) for address in doors.values())


def test_whoever_is_chosen_comes_back_as_a_signed_token(client, visitor):
    address = client.chosen(visitor, DESK)
    token = client.token(address)

    said = claims(client, token)
    assert urlsplit(address).query.startswith("state=s1&code=")
    assert (said["iss"], said["aud"]) == ("https://accounts.google.com", client.id)
    assert (said["email"], said["email_verified"]) == (DESK, True)
    assert (said["hd"], said["nonce"]) == ("bspji-contoh.example", "n-0S6_WzA2Mj")
    assert said["name"] == "Rani Melati Contoh"
    assert said["sub"].isdecimal() and said["exp"] - said["iat"] == 3600


def test_an_account_outside_the_office_has_no_hosted_domain(client, visitor):
    assert "hd" not in claims(client, client.token(client.chosen(visitor, CUSTOMER)))


def test_userinfo_says_the_same_as_the_token(client, visitor):
    token = client.token(client.chosen(visitor, DESK))

    with client.authlib() as session:
        session.token = token
        said = session.get(client.metadata["userinfo_endpoint"]).json()

    assert (said["sub"], said["email"]) == (claims(client, token)["sub"], DESK)


def test_the_page_offers_the_people_of_the_domain_the_present_one_first(client, visitor):
    visitor.acts_as("kepala.balai@bspji-contoh.example")

    page = visitor.get(client.ask(hd="bspji-contoh.example")).text

    shown = page[page.index("Pilih akun</h1>") :]
    assert shown.index("kepala.balai@") < shown.index(DESK)
    assert CUSTOMER not in shown
    assert "127.0.0.1:9" in shown


def test_the_bar_then_acts_as_whoever_signed_in(client, visitor):
    client.chosen(visitor, DESK)

    assert "Bertindak sebagai</small><b>Rani Melati Contoh" in visitor.get("/mail/").text


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"redirect_uri": "http://127.0.0.1:9/elsewhere"}, "redirect_uri_mismatch"),
        ({"client_id": "somebody.else"}, "invalid_client"),
        ({"scope": "openid https://mail.google.com/"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_request_google_would_refuse_stays_on_googles_side(client, visitor, wrong, error):
    asked = client.asked()

    for answer in (
        visitor.get(AUTH, params={**asked, **wrong}, allow_redirects=False),
        visitor.post(AUTH, {**asked, **wrong, "choice": DESK}, allow_redirects=False),
    ):
        assert answer.status_code == 400
        assert error in answer.text


def test_whoever_cancels_is_sent_back_with_that_word(client, visitor):
    assert "error=access_denied" in client.chosen(visitor, "cancel")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"verifier": "w" * 64}, "Invalid code verifier"),
        ({"verifier": ""}, "Missing code verifier"),
        ({"secret": "GOCSPX-wrong"}, "client secret is invalid"),
    ],
)
def test_a_code_is_worth_nothing_without_its_verifier_and_the_clients_secret(
    client, visitor, wrong, error
):
    address = client.chosen(visitor, DESK)

    with pytest.raises(OAuthError, match=error):
        client.token(address, **wrong)


def test_a_code_is_used_once(client, visitor):
    address = client.chosen(visitor, DESK)
    client.token(address)

    with pytest.raises(OAuthError, match="invalid_grant"):
        client.token(address)


def test_the_token_of_a_sign_in_opens_nothing_of_the_workspace(client, visitor):
    token = client.token(client.chosen(visitor, DESK))

    answer = client.workspace.session.get(
        f"{client.workspace.origin}/gmail/v1/users/me/messages",
        headers={"Authorization": f"Bearer {token['access_token']}"},
        timeout=30,
    )

    assert answer.status_code == 403


def test_a_page_elsewhere_cannot_choose_for_anybody(client, visitor):
    asked = client.asked()

    answer = visitor.post(
        AUTH,
        {**asked, "choice": DESK},
        headers={"Origin": "http://evil.example"},
        allow_redirects=False,
    )

    assert answer.status_code == 403
