<?cs # What the pages of somebody's leaving share.
?><?cs def:back_to() ?><?cs if:Data.member && Page.may.user_view ?><p class="back"><a href="/manage/users/<?cs var:url_escape(Data.member) ?>"><?cs var:Data.name ?></a></p>
<?cs elif:Data.person ?><p class="back"><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person) ?>"><?cs var:Data.name ?></a></p>
<?cs /if ?><?cs /def ?><?cs

# what: the half that the reader's role leaves out.
?><?cs def:not_included(what) ?><div class="notice notice--warning"><p><b>Not included:</b> <?cs var:what ?> stays, because your role may not
change it. Ask a Super Admin or Admin to carry this out as well.</p></div>
<?cs /def ?><?cs

def:access_stays() ?><?cs if:Data.has_invitation ?><?cs call:not_included("the invitation") ?><?cs
else ?><?cs call:not_included("the sign-in") ?><?cs /if ?><?cs /def ?>
