<?cs include:"mail/layout/header.cs" ?>
<p><?cs if:string.length(Data.account_name) ?>Every event in the audit log of <strong><?cs var:Data.account_name ?></strong> is sealed.<?cs
else ?>Every event that belongs to no account, as a failed sign-in, is sealed.<?cs /if ?> This is the newest seal of today:</p>
<blockquote><p><code><?cs var:Data.seal ?></code></p>
<p>Sealed so far: <?cs var:Data.place ?><br>New since the seal before: <?cs var:Data.count ?></p></blockquote>
<p>You need to do nothing but keep this mail. If anybody doubts the log, give it to those who run <?cs var:Data.site_name ?>. Their
command <code>pointperson audit verify --heads FILE</code> with this mail as FILE shows whether an event was changed or is
missing.</p>
<?cs if:string.length(Data.account_name) ?><p>You receive this because you are chosen for Compliance.
<a href="<?cs var:url_validate(Data.site_url) ?>/manage/business-profile/recipients">Who is, stands here</a>.</p>
<?cs /if ?><?cs include:"mail/layout/footer.cs" ?>
