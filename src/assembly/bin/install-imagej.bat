@echo off
rem Installs the plugin: install-imagej FOLDER, where FOLDER is that of an ImageJ 1.x or a Fiji.
call "%~dp0neural-style.bat" install-imagej %*
exit /b %ERRORLEVEL%
