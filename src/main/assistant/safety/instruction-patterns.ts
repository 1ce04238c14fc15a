/**
 * What reads like an instruction to a language model rather than a statement about infrastructure. Found means shown to
 * the operator: nothing is decided by it, so that a pattern too many costs a line beside an answer, and one too few
 * costs nothing but that line.
 */
export const instructionPatterns: readonly RegExp[] = [
  // Setting earlier instructions aside.
  /\b(?:ignore|disregard|forget|override|bypass|discard|drop|skip|neglect)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|the|these|those|system|safety)\b[^.\n]{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|directives?|polic(?:y|ies)|constraints?|restrictions?|context|programming|guardrails?)\b/i,
  /\b(?:new|updated|revised|real|actual|secret|hidden|following)\s+(?:system\s+)?(?:instructions?|prompt|directives?|orders)\b[^.\n]{0,20}(?::|are|is|follow)/i,
  /\b(?:instead of|rather than) (?:answering|following|helping)\b/i,
  /\bfrom now on\b[^.\n]{0,60}\b(?:you|answer|respond|always|assistant|every)\b/i,
  /(?:ignore|disregard|forget)(?:all|the|any)?(?:previous|prior|above|earlier)/i,
  // A role of its own.
  /\byou are (?:now|no longer)\b|\b(?:act|behave|respond|pretend) as (?:if you|an? (?:unrestricted|different|admin|root|system))\b|\bpretend (?:to be|that you)\b/i,
  /\b(?:developer|debug|god|jailbreak|dan|sudo|admin(?:istrator)?) mode\b[^.\n]{0,40}\b(?:enabled?|active|activated|on|now|you)\b|\b(?:enable|activate|enter|switch to)\b[^.\n]{0,20}\b(?:developer|debug|god|jailbreak|dan|admin(?:istrator)?) mode\b/i,
  // Hosts have a maintenance mode of their own: there it takes somebody who is told what holds for them in it.
  /\b(?:you|assistant|ai|llm|chat ?bot|language model) (?:are|is)(?: now)? (?:running )?in (?:a )?\w{0,20} ?mode\b/i,
  /\bmaintenance mode\b[^\n]{0,80}\b(?:you (?:are (?:now|allowed|permitted|free|no longer|authori[sz]ed)|may now|must|shall|have (?:full|admin))|your (?:rules?|instructions?|restrictions?|limits?)|the assistant|(?:ai|llm|language model)s?\b|rules? (?:do|does|are|is)|restrictions?|guardrails?|safety (?:checks?|rules?)|unrestricted|approvals? (?:are|is) (?:not|no|off|waived|disabled))/i,
  /\b(?:system|developer) prompt\b/i,
  /<\|?(?:im_start|im_end|system|endoftext|start_header_id|assistant|user)\|?>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|^#{1,4} ?(?:system|instructions?|assistant)\s*:?\s*$/im,
  /(?:^|\n)\s*(?:system|assistant|developer)\s*(?:message|note)?\s*:\s*\S*[^.\n]{0,80}\b(?:you|must|call|ignore|the user|execute|delete|approve|always|tool)\b/i,
  /<\/?(?:data|context|evidence|tool_result|instructions?|system)\b[^>]{0,80}>/i,
  // Speaking to whoever reads by machine.
  /\b(?:dear |hey |hello |attention,? |note to |message (?:to|for) (?:the )?|instructions? (?:to|for) (?:the |any )?)?(?:ai|llm|language model|chat ?bot|assistant|gpt|copilot|(?:ai|llm|automated|remediation|monitoring) agent)s?\b[^.\n]{0,60}\b(?:must|should|shall|needs? to|have to|has to|please|will|is to|are to|can now|may now|reading this|processing this|summari[sz]ing)\b/i,
  /\b(?:ai|llm|language model|chat ?bot|assistant|gpt|copilot)s?\s*[:,]\s*(?:please\s+)?(?:call|run|execute|delete|send|reveal|print|ignore|approve|use|invoke|set|power|restart|forward|open|fetch|output|repeat|say|tell|do|post|disable|enable|add|include|write|remember)\b/i,
  /\b(?:if|when) you(?:'re| are)? (?:an? )?(?:ai|llm|assistant|language model|model|bot|reading this|process(?:ing)? this|summari[sz])/i,
  // Tools.
  /\b(?:call|invoke|execute|trigger)\b[^.\n]{0,30}\b(?:tool|function|mcp)\b[^.\n]{0,60}/i,
  /\b(?:call|invoke|execute|run|trigger|use)\s+[`"']?(?:[a-z]+[._]){1,3}(?:delete|destroy|remove|power|restart|reboot|shutdown|stop|write|update|set|create|exec|wipe|format|drop|migrate|scale|drain|revert|approve)\w*[`"']?/i,
  /\b(?:call|invoke|execute|run|trigger|use)\s+[`"']?(?:delete|destroy|remove|power|restart|reboot|shutdown|wipe|format|drop|drain|exec|set|update|write)_\w+/i,
  /["']?(?:tool_calls?|function_call|tool_use)["']?\s*[:=]/i,
  // Sending out, and secrets.
  /\b(?:send|post|forward|upload|e-?mail|exfiltrate|transmit|leak|submit|copy|append|include|embed)\b[^.\n]{0,60}\b(?:passwords?|secrets?|tokens?|api.?keys?|credentials?|keys?|conversation|chat history|configuration|environment variables?|system prompt|contents?|inventory|answer|data)\b[^.\n]{0,60}\b(?:to|at|via|in|into|as)\b[^.\n]{0,30}(?:https?:|ftp:|www\.|\w+@\w|[a-z0-9-]+\.(?:com|net|org|io|example|test|invalid|xyz|ru|cn))/i,
  /\b(?:reveal|print|repeat|show|output|disclose|tell me|give me|display|leak|expose|list|dump|read out|quote)\b[^.\n]{0,40}\b(?:your|the|all|any|every)\b[^.\n]{0,30}\b(?:system prompt|instructions verbatim|api.?keys?|passwords?|secrets?|credentials?|access tokens?|environment variables|LLM_API_KEY)\b/i,
  /!\[[^\]]*\]\(\s*https?:\/\/[^)]*[?&{=][^)]*\)/i,
  /\b(?:fetch|open|visit|load|browse to|download|curl|GET|click)\b[^.\n]{0,20}https?:\/\/[^\s)]*[?&][^\s)]*(?:=\s*[{<$[]|secret|token|key|data|pass|q=)/i,
  // Hiding it.
  /\b(?:do not|don't|never|without)\b[^.\n]{0,20}\b(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|show(?:ing)?|reveal(?:ing)?|alert(?:ing)?|notify(?:ing)?|report(?:ing)?)\b[^.\n]{0,30}\b(?:user|operator|human|anyone|anybody|admins?|them|this)\b/i,
  /\bwithout (?:asking|confirmation|approval|approvals|permission|review|human)\b[^.\n]{0,30}/i,
  // Policy.
  /\b(?:approve|auto-?approve|accept|confirm|authori[sz]e)\b[^.\n]{0,30}\b(?:all|every|any|pending|this|the)\b[^.\n]{0,30}\b(?:remediations?|requests?|changes?|actions?|proposals?|tickets?)\b[^.\n]{0,40}\b(?:now|immediately|automatically|without|for)\b/i,
  /\b(?:change|lower|raise|disable|turn off|switch off|deactivate|remove|relax)\b[^.\n]{0,30}\b(?:polic(?:y|ies)|minimum reliability|rate limits?|approvals?|guardrails?|change freeze|freeze|safety|redaction|audit(?: log)?|read-?only)\b/i,
  /\b(?:mark|treat|consider|classify|trust)\b[^.\n]{0,40}\b(?:as )(?:trusted|safe|read-?only|approved|verified|authoritative)\b/i,
  /\b(?:reliability|confidence)(?: score)?\b[^.\n]{0,20}\b(?:to|is|=|:)\s*(?:100|1\.0)\b/i,
  // Later turns.
  /\b(?:remember|memori[sz]e|store|keep in mind)\b[^.\n]{0,60}\b(?:next|later|future|following|every|when (?:the )?(?:user|operator|i|they)|until|for the rest)\b/i,
  /\b(?:in|with|for) (?:your|the) next (?:answer|reply|response|message|turn)\b|\bwhen (?:the )?(?:user|operator) (?:asks|says|types|writes|mentions)\b/i,
  /\b(?:step|part|teil|schritt)\s*(?:1|2|3|one|two|eins|zwei)\s*(?:of|\/|von)\s*\d\b[^.\n]{0,60}\b(?:instructions?|command|anweisung|befehl|combine|join|then|verbinde)/i,
  /\b(?:combine|concatenate|join|decode|rot13|base64)\b[^.\n]{0,50}\b(?:and|then|und|dann)\b[^.\n]{0,30}\b(?:follow|execute|obey|do|run|perform|befolge|führe|comply)\b/i,
  // German.
  /\b(?:ignorier\w*|vergiss|vergessen sie|missachte\w*|übergeh\w*|verwirf|überschreib\w*|umgeh\w*|beachte nicht)\b[^.\n]{0,50}(?:anweisung|instruktion|regel|vorgabe|richtlinie|prompt|einschränkung|sicherheits|befehl|system)/i,
  /\b(?:neue|wichtige|geheime|folgende)\w*\s+(?:system)?(?:anweisung|instruktion|direktive)\w*/i,
  /\bdu bist (?:jetzt|nun|ab sofort|kein)\b|\b(?:sie sind|bist du) (?:jetzt|nun|ab sofort)\b|\bab (?:jetzt|sofort)\b[^.\n]{0,60}\b(?:antworte|du|sie|assistent|immer)\b|\bverhalte dich (?:wie|als)\b|\btu so,? als\b/i,
  /\b(?:ki|k\.i\.|assistent(?:en|in)?|sprachmodell|chatbot|modell)\b[^.\n]{0,60}\b(?:muss|soll(?:en|te)?|bitte|rufe|führe|lösche|sende|ignoriere|genehmige|darf jetzt|hat zu)\b/i,
  /\b(?:ruf\w*|verwende\w*|benutz\w*|nutze|führ\w*|starte?\w*)\b[^.\n]{0,50}\b(?:werkzeug|tool|funktion|mcp)\b|\b(?:ruf|rufe|führe)\b[^.\n]{0,40}\b\w+_\w+\b[^.\n]{0,30}\b(?:auf|aus)\b/i,
  /\b(?:send\w*|schick\w*|übermittle\w*|leite|übertrag\w*|poste|veröffentlich\w*|hänge)\b[^.\n]{0,60}(?:passw[oö]rt|kennw[oö]rt|zugangsdaten|geheimnis|token|schlüssel|konfiguration|gespräch|systemprompt|umgebungsvariable|inhalt|daten)[^.\n]{0,60}\b(?:an|nach|zu|auf)\b/i,
  /\b(?:gib|nenne|zeige?|verrate|offenbare|wiederhole|drucke)\b[^.\n]{0,40}(?:systemprompt|system-prompt|passw[oö]rt|kennw[oö]rt|api.?schlüssel|zugangsdaten|geheimnis|deine anweisungen)/i,
  /\b(?:sag|sage|erzähle?|verrate?|erwähne?|melde|zeige)\b[^.\n]{0,30}\b(?:nicht|nichts|niemandem|kein\w*)\b|\bohne (?:rückfrage|nachfrage|bestätigung|freigabe|genehmigung|zu fragen|es zu erwähnen)\b/i,
  /\b(?:genehmig\w*|gib)\b[^.\n]{0,30}\b(?:alle|sämtliche|jede|diese|sofort|frei)\b[^.\n]{0,40}\b(?:anträge|maßnahmen|änderungen|remediation\w*|anfragen|aktionen|vorschläge)?/i,
  /\b(?:deaktivier\w*|schalte|setze|senke|ändere|entferne|lockere)\b[^.\n]{0,40}(?:richtlinie|policy|mindest|freigabe|schutz|prüfung|zuverlässigkeit|audit|protokoll|sperre)/i,
  /\b(?:merke? dir|behalte)\b[^.\n]{0,60}\b(?:nächste|später|wenn|künftig|jeder)\b|\bwenn der (?:benutzer|operator|anwender|nutzer)\b[^.\n]{0,40}\b(?:fragt|sagt|schreibt)\b/i,
  // Chinese.
  /(?:忽略|无视|無視|忘记|忘記|不要理会|不理会|跳过|绕过|覆盖|取消)[^。\n]{0,20}(?:指令|指示|规则|規則|提示|限制|约束|说明|要求|政策|策略|命令)/u,
  /(?:你现在是|你現在是|从现在开始|從現在開始|从现在起|扮演|假装|作为管理员|你必须|你应该|你要)/u,
  /(?:调用|調用|执行|執行|运行|運行|使用|触发)[^。\n]{0,20}(?:工具|函数|函數|命令|[a-z]+_[a-z]+)/iu,
  /(?:发送|發送|泄露|上传|上傳|转发|提交|寄到|输出|显示|告诉我|透露|打印|重复)[^。\n]{0,25}(?:密码|密碼|密钥|密鑰|令牌|凭据|凭证|系统提示|机密|配置|对话|秘密|环境变量)/u,
  /把[^。\n]{0,15}(?:密码|密碼|密钥|密鑰|令牌|凭据|凭证|机密|配置)[^。\n]{0,12}(?:发|發|给|給|传|寄)/u,
  /(?:不要|别|請勿|请勿|勿)[^。\n]{0,6}(?:告诉|告訴|提及|通知|提到|显示)|(?:无需|不需要|不用|不经)[^。\n]{0,6}(?:确认|批准|审批|询问|许可)/u,
  /(?:批准|同意|通过)[^。\n]{0,10}(?:所有|全部|一切)|(?:禁用|关闭|關閉|修改|降低|停用)[^。\n]{0,12}(?:策略|政策|审批|安全|审计|限制|可靠性|保护)/u,
  /(?:记住|記住)[^。\n]{0,30}(?:下次|以后|之后|下一)|(?:系统|系統)(?:消息|提示|指令)\s*[:：]|(?:助手|人工智能|语言模型|AI)[^。\n]{0,10}(?:请|必须|应当|需要|应该)/iu,
];
