; The installer for Windows: for one user, without an administrator's rights.
;
;   makensis -DVERSION=… -DFOLDER=… -DFILES=… -DICON=… -DOUT=… windows.nsi
;
; FILES is a script that deletes the files of FOLDER, each by its name.

Target amd64-unicode
SetCompressor /SOLID lzma
; A file that cannot be written ends it: nothing is half installed, and said to be whole.
AllowSkipFiles off
!include "MUI2.nsh"
!include "LogicLib.nsh"

!define NAME "绩效表"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\jixiao"
!define CLASSES "Software\Classes"

Name "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\jixiao"
InstallDirRegKey HKCU "Software\jixiao" "folder"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
BrandingText " "

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\jixiao.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "edit --window"
!define MUI_FINISHPAGE_RUN_TEXT "打开${NAME}"
!define MUI_FINISHPAGE_SHOWREADME "$INSTDIR\先看我.pdf"
!define MUI_FINISHPAGE_SHOWREADME_TEXT "看说明"
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "安装${NAME}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"

; The folders that commands are looked for in, of this user. They may be longer than a string of an
; installer, so they are changed where they lie, and keep their kind. `edit` is called with the
; memory of the old value in $0, of the folder between two signs in $1, and of room for the new
; value in $2.
!define READ_AND_WRITE 0x2001F
!macro ChangePath edit
  Push $0
  Push $1
  Push $2
  Push $3
  Push $4
  Push $5
  Push $6
  System::Call 'advapi32::RegOpenKeyExW(p 0x80000001, w "Environment", i 0, i ${READ_AND_WRITE}, *p .r3) i .r4'
  ${If} $4 = 0
    StrCpy $5 0
    StrCpy $6 2
    System::Call 'advapi32::RegQueryValueExW(p r3, w "Path", p 0, *i .r6, p 0, *i .r5) i .r4'
    ${If} $4 <> 0
      StrCpy $5 0
      StrCpy $6 2
    ${EndIf}
    IntOp $4 $5 + 8
    System::Alloc $4
    Pop $0
    IntOp $4 $5 + 4096
    System::Alloc $4
    Pop $2
    StrCpy $4 0
    ${If} $5 > 0
      System::Call 'advapi32::RegQueryValueExW(p r3, w "Path", p 0, *i .r6, p r0, *i r5 .r5) i .r4'
    ${EndIf}
    System::Alloc 4096
    Pop $1
    ; A value that cannot be read stays as it is.
    ${If} $4 = 0
      System::Call 'kernel32::lstrcpyW(p r1, w ";$INSTDIR;")'
      !insertmacro ${edit}
      System::Call 'kernel32::lstrlenW(p r2) i .r4'
      IntOp $4 $4 + 1
      IntOp $4 $4 * 2
      System::Call 'advapi32::RegSetValueExW(p r3, w "Path", i 0, i r6, p r2, i r4)'
    ${EndIf}
    System::Call 'advapi32::RegCloseKey(p r3)'
    System::Free $0
    System::Free $1
    System::Free $2
    SendMessage 0xFFFF 0x1A 0 "STR:Environment" /TIMEOUT=3000
  ${EndIf}
  Pop $6
  Pop $5
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
!macroend

; The old value between two signs, in which the folder is looked for between two signs: another one
; may have a longer name.
!macro FindFolder
  System::Call 'kernel32::lstrcpyW(p r2, w ";")'
  System::Call 'kernel32::lstrcatW(p r2, p r0)'
  System::Call 'kernel32::lstrcatW(p r2, w ";")'
  System::Call 'shlwapi::StrStrIW(p r2, p r1) p .r4'
!macroend

; The old value, and the folder behind it, if it is not there.
!macro AddFolder
  !insertmacro FindFolder
  System::Call 'kernel32::lstrcpyW(p r2, p r0)'
  ${If} $4 P= 0
    System::Call 'kernel32::lstrlenW(p r0) i .r4'
    ${If} $4 > 0
      System::Call 'kernel32::lstrcatW(p r2, w ";")'
    ${EndIf}
    System::Call 'kernel32::lstrcatW(p r2, w "$INSTDIR")'
  ${EndIf}
!macroend

; The old value without the folder.
!macro RemoveFolder
  !insertmacro FindFolder
  ${If} $4 P= 0
    System::Call 'kernel32::lstrcpyW(p r2, p r0)'
  ${Else}
    Push $7
    System::Call 'kernel32::lstrlenW(p r1) i .r7'
    IntOp $7 $7 - 1
    IntOp $7 $7 * 2
    IntPtrOp $7 $4 + $7
    System::Call 'kernel32::lstrcpyW(p r4, p r7)'
    ; The signs that have been put around it go.
    IntPtrOp $7 $2 + 2
    System::Call 'kernel32::lstrcpyW(p r2, p r7)'
    System::Call 'kernel32::lstrlenW(p r2) i .r7'
    ${If} $7 > 0
      IntOp $7 $7 - 1
      IntOp $7 $7 * 2
      IntPtrOp $7 $2 + $7
      System::Call '*$7(&i2 0)'
    ${EndIf}
    Pop $7
  ${EndIf}
!macroend

; A program that runs cannot be replaced or removed, and is the same for all its processes.
!macro WaitUntilClosed
  ${If} ${FileExists} "$INSTDIR\jixiao.exe"
    ${Do}
      ClearErrors
      FileOpen $0 "$INSTDIR\jixiao.exe" a
      ${IfNot} ${Errors}
        FileClose $0
        ${ExitDo}
      ${EndIf}
      ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正开着：关上它的窗口，过几秒钟，再点“重试”。" /SD IDCANCEL IDCANCEL`
        SetErrorLevel 2
        Abort "${NAME}正开着"
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

; The menus show what there is now.
!macro TellShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

; The entry for a kind of file, or for folders.
!macro OpenBy kind
  WriteRegStr HKCU "${CLASSES}\${kind}\shell\jixiao" "" "用${NAME}打开"
  WriteRegStr HKCU "${CLASSES}\${kind}\shell\jixiao" "Icon" "$INSTDIR\jixiao.exe,0"
  WriteRegStr HKCU "${CLASSES}\${kind}\shell\jixiao\command" "" '"$INSTDIR\jixiao.exe" edit --window -- "%1"'
!macroend

; The same taken away, and what is empty then.
!macro OpenByNoMore kind
  DeleteRegKey HKCU "${CLASSES}\${kind}\shell\jixiao"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${kind}\shell"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${kind}"
!macroend

!macro NoProgramFor kind
  DeleteRegValue HKCU "${CLASSES}\${kind}\OpenWithProgids" "jixiao.project"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${kind}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${kind}"
!macroend

Section
  !insertmacro WaitUntilClosed
  ; Where it has been until now, it is not looked for any more.
  ReadRegStr $R0 HKCU "Software\jixiao" "folder"
  ${If} $R0 != ""
  ${AndIf} $R0 != $INSTDIR
    StrCpy $R1 $INSTDIR
    StrCpy $INSTDIR $R0
    !insertmacro ChangePath RemoveFolder
    StrCpy $INSTDIR $R1
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\jixiao" "folder" "$INSTDIR"

  SetOutPath "$DOCUMENTS"
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\jixiao.exe" "edit --window" "$INSTDIR\jixiao.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}\说明.lnk" "$INSTDIR\先看我.pdf"
  CreateShortcut "$SMPROGRAMS\${NAME}\卸载.lnk" "$INSTDIR\uninstall.exe"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\jixiao.exe" "edit --window" "$INSTDIR\jixiao.exe"

  ; Among the programs for project files, and in the menu of a folder. What opens them by itself
  ; stays.
  WriteRegStr HKCU "${CLASSES}\jixiao.project" "" "绩效表项目文件"
  WriteRegStr HKCU "${CLASSES}\jixiao.project\DefaultIcon" "" "$INSTDIR\jixiao.exe,0"
  WriteRegStr HKCU "${CLASSES}\jixiao.project\shell\open\command" "" '"$INSTDIR\jixiao.exe" edit --window -- "%1"'
  WriteRegStr HKCU "${CLASSES}\.yaml\OpenWithProgids" "jixiao.project" ""
  WriteRegStr HKCU "${CLASSES}\.yml\OpenWithProgids" "jixiao.project" ""
  !insertmacro OpenBy "SystemFileAssociations\.yaml"
  !insertmacro OpenBy "SystemFileAssociations\.yml"
  !insertmacro OpenBy "Directory"
  !insertmacro TellShell

  !insertmacro ChangePath AddFolder

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\jixiao.exe,0"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

; What people have written stays.
Section "Uninstall"
  !insertmacro WaitUntilClosed
  !include "${FILES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey HKCU "${CLASSES}\jixiao.project"
  !insertmacro NoProgramFor ".yaml"
  !insertmacro NoProgramFor ".yml"
  !insertmacro OpenByNoMore "SystemFileAssociations\.yaml"
  !insertmacro OpenByNoMore "SystemFileAssociations\.yml"
  !insertmacro OpenByNoMore "Directory"
  !insertmacro TellShell
  !insertmacro ChangePath RemoveFolder
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\jixiao"
SectionEnd
