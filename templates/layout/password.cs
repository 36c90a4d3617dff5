<?cs # The rules of a new password, up front. With scripts each one is ticked as it is met.
?><?cs def:password_rules() ?><div class="rules">
<p id="rules-heading">The new password must be or have</p>
<ul aria-labelledby="rules-heading" data-rules="new_password">
<?cs each:r = Data.rules ?><li<?cs if:r.pattern ?> data-pattern="<?cs var:r.pattern ?>"<?cs /if ?>><?cs var:r.text ?></li>
<?cs /each ?></ul>
</div>
<?cs /def ?>
