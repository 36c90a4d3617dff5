<!DOCTYPE html>
<html lang="en"><head><title><?cs var:Page.title ?></title></head><body>
