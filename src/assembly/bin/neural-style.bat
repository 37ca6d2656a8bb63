@echo off
rem Starts the command line of Neural Style.
rem JAVA_HOME chooses the Java, JAVA_OPTS holds options for it, such as -Xmx8g.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo neural-style: no java found. Install Java 17 or newer, and set JAVA_HOME or PATH. 1>&2
  exit /b 1
)
rem Java 8 does not know --list-modules and fails here too.
"%JAVA%" --list-modules 2>&1 | findstr /b "java.base@1[7-9] java.base@[2-9][0-9]" >nul
if errorlevel 1 (
  echo neural-style: Java 17 or newer is needed. Set JAVA_HOME to one. 1>&2
  exit /b 1
)
set "NATIVE="
"%JAVA%" --list-modules 2>&1 | findstr /b "java.base@2[2-9] java.base@[3-9][0-9]" >nul
if not errorlevel 1 set "NATIVE=--enable-native-access=ALL-UNNAMED"
"%JAVA%" %NATIVE% -Xmn32m -XX:TieredStopAtLevel=1 -Djava.awt.headless=true %JAVA_OPTS% -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error -cp "%HOME_DIR%\lib\*;%HOME_DIR%\lib\cli\*;%HOME_DIR%\imagej\ij.jar" org.neuralstyle.cli.NeuralStyleCli %*
exit /b %ERRORLEVEL%
