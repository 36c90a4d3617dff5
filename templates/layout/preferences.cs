<?cs # What the pages of Billing > Preferences share: its two tabs, and the way back to them.
?><?cs def:tabs(current) ?><nav class="tabs" aria-label="Preferences">
<ul>
<li><a href="/billing/preferences/personal"<?cs if:current == "personal" ?> aria-current="page"<?cs /if ?>>Personal</a></li>
<?cs if:Page.may.account_view ?><li><a href="/billing/preferences/account"<?cs if:current == "account" ?> aria-current="page"<?cs /if ?>>Account</a></li>
<?cs /if ?></ul>
</nav>
<?cs /def ?><?cs

def:back_to_account() ?><p class="back"><a href="/billing/preferences/account">Preferences: Account</a></p>
<?cs /def ?><?cs

def:back_to_personal() ?><p class="back"><a href="/billing/preferences/personal">Preferences</a></p>
<?cs /def ?><?cs

def:back_to_factor() ?><p class="back"><a href="/billing/preferences/personal/second-factor">Second factor</a></p>
<?cs /def ?><?cs

def:back_to_passkeys() ?><p class="back"><a href="/billing/preferences/personal/passkeys">Passkeys</a></p>
<?cs /def ?>
