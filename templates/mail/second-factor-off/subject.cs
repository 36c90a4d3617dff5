<?cs if:Data.left == "support" ?>Your second factor was removed by support<?cs else ?>Your authenticator app was removed<?cs /if ?>
