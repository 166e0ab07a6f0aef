<?php
// What phpMyAdmin shows of Isocenter's database: beside each table, what it is for.
$cfg['ShowDbStructureComment'] = true;
$cfg['MaxTableList'] = 100;
$cfg['SendErrorReports'] = 'never';
$cfg['VersionCheck'] = false;
