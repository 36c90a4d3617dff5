<?cs # a comment may stand first ?>
<?cs include:"layout/header.cs" ?>
<?cs uvar:Data.a ?>
<?cs evar:Data.a ?>
<?cs lvar:Data.a ?>
<?cs alt:Data.a ?>x<?cs /alt ?>
<?cs name:Data.a ?>
<?cs escape:"js" ?><?cs /escape ?>
<?cs set:Data.a = "b" ?>
<?cs linclude:"layout/header.cs" ?>
<?cs include:Data.file ?>
<?cs include:"../secret.cs" ?>
<?cs include:"layout/missing.cs" ?>
<?cs var:text_html(Data.a) ?>
<?cs var:html_strip(Data.a) ?>
<?cs var:null_escape(Data.a) ?>
<?cs var:_("a" + Data.a) ?>
<?cs var:html_escape("a") + Data.a ?>
<?cs var:Data.rows[url_escape(key)] ?>
<?cs var:#Data.a + #1 ?>
<?cs var:Data.a * 2 ?>
<?cs var:Query.name ?>
<?cs if:Query.name ?>x<?cs /if ?>
<?cs var:CGI.RemoteAddress ?>
<?cs call:field(Data.a, url_validate(Data.b) + Data.c) ?>
<?cs dump ?>
<?CS UVAR:Data.a ?>
<?cs include:"layout/footer.cs" ?>
